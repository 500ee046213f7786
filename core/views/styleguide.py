"""The page that shows every part with invented data; what a page needs and lacks is added there first."""

from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.templatetags.fengqiao import ICONS

COLOURS = "accent accent-soft band paper surface sunken line edge ink ink-2 ink-3 green yellow red black"


class _PartyForm(forms.Form):
    role = forms.ChoiceField(label="身份", choices=[("a", "申请人"), ("b", "被申请人")])
    name = forms.CharField(label="姓名或名称", required=False)
    id_number = forms.CharField(
        label="证件号码", required=False, widget=forms.TextInput({"data-id-number": "", "data-width": "l"})
    )
    phone = forms.CharField(label="联系电话", required=False)
    address = forms.CharField(label="住址", required=False)


class _SampleForm(forms.Form):
    demand = forms.CharField(
        label="诉求", help_text="照来访人的话记，不要求分类。", widget=forms.Textarea({"rows": 2, "data-count": ""})
    )
    id_number = forms.CharField(label="证件号码", widget=forms.TextInput({"data-id-number": ""}))
    village = forms.CharField(
        label="地点",
        required=False,
        help_text="编号、名称或首字母，如 zxd",
        widget=forms.TextInput({"list": "areas", "data-combobox": ""}),
    )
    source = forms.ChoiceField(label="来源", choices=[("v", "来访"), ("c", "来电")], widget=forms.RadioSelect)
    wishes = forms.MultipleChoiceField(
        label="意愿",
        required=False,
        choices=[("m", "调解"), ("p", "信访"), ("l", "法律服务")],
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(label="单位", choices=[("1", "农业农村办公室")])
    sms = forms.BooleanField(label="短信告知来访人", required=False)

    def clean_id_number(self) -> str:
        raise forms.ValidationError("第 18 位应为 2，现为 3，请对照证件核一遍。")


class _FilterForm(forms.Form):
    since = forms.ChoiceField(label="收件", choices=[("", "今年以来")])
    area = forms.ChoiceField(label="村", choices=[("", "全部 8 村")])
    words = forms.CharField(
        label="内容", widget=forms.TextInput({"placeholder": "标题、诉求里的字，两个字也行"}), required=False
    )


def _light(colour: str, text: str) -> Sample:
    return Sample(colour=colour, text=text)


def _step(state: str, node: str, name: str, **more: Any) -> Sample:
    usual: dict[str, Any] = {
        "holder_text": "单位 · 经手人", "from_text": "11-02 周一 09:20", "to_text": "11-02 周一 10:05",
        "to_is_limit": False, "used_text": "", "allowed_text": "", "used_pct": None, "over_pct": 0, "light": None,
        "note": "", "links": (), "tags": (), "tracks": (), "met": False,
    }  # fmt: skip
    return Sample(state=state, node=node, name=name, **{**usual, **more})


def _tracks() -> list[Sample]:
    since, used = "11-05 周四 09:30", "9 日 56 分"
    limit = {"from_text": since, "to_is_limit": True, "used_text": used}
    return [
        _step("now", "", "主办 农业农村办公室", holder_text="许长河 · 11-05 10:12 签收", **limit,
              to_text="限 11-19 周四 17:30", allowed_text="10 日 6 时", used_pct=84.1,
              light=_light("yellow", "临期 · 剩 1 日 5 小时"), note="已两次踏勘，清淤方案报价中。"),
        _step("now", "", "协办 综合行政执法队", holder_text="韩广林 · 11-05 11:03 签收", from_text=since, met=True,
              to_text="11-11 周三 16:20 答复", used_text="4 日 4 时 50 分", allowed_text="5 日 6 时", used_pct=80.1,
              light=_light("met", "按期答复"), note="夜间外排属实，已责令停止。", links=[("#", "现场照片 4 张")]),
        _step("now", "", "协办 桃坞村村民委员会", holder_text="沈阿妹 · 11-06 08:41 签收", **limit,
              to_text="限 11-12 周四 17:30", allowed_text="5 日 6 时", used_pct=64.1, over_pct=35.9,
              light=_light("red", "逾期 3 日 2 小时"), note="竖线处是时限。", links=[("#", "催办")]),
    ]  # fmt: skip


def _road() -> Sample:
    older = [
        _step("done", "1", "登记", holder_text="综合受理窗口 · 苏雨晴", used_text="8 分", allowed_text="当场登记",
              used_pct=26.7, note="当场告知收到。", links=[("#", "回执"), ("#", "登记表")]),
    ]  # fmt: skip
    steps = [
        _step("done", "2", "已过环节", used_text="45 分", allowed_text="4 时", used_pct=18.8,
              note="结果一句话，带", links=[("#", "文书")]),
        _step("back", "↩", "转办", tags=[("第 1 次退回", "")], used_text="1 日 4 时 30 分", allowed_text="退回限 2 日",
              used_pct=82.1, note="理由和依据；时间照算。"),
        _step("now", "4", "办理", tags=[("当前环节", "accent")], holder_text="主办 1 家，协办 2 家，并行",
              from_text="11-05 周四 09:30", to_text="现在 11-18 周三 10:26", used_text="9 日 56 分",
              note="并行的单位各有一条支线和自己的期限。", tracks=_tracks()),
        _step("next", "5", "反馈", tags=[("下一步", "")], from_text="不晚于", to_text="11-20 周五", to_is_limit=True,
              allowed_text="提交结果和证明材料", note="依据：镇综治中心事项办理时限表第 3 项。"),
        _step("next", "6", "办结、归档", holder_text="综合受理窗口", from_text="—", to_text="",
              note="关联的调解未了，本事项不能办结。"),
    ]  # fmt: skip
    spent = [(1, 0, 6, "登记、分流", "53 分"), (4, 6, 19, "自然资源和规划所（退回）", "1 日 4 小时 30 分"),
             (5, 25, 75, "农业农村办公室（主办）", "9 日 56 分")]  # fmt: skip
    segments = [Sample(hue=h, x=x, width=w, label=label, text=text) for h, x, w, label, text in spent]
    return Sample(age_text="12 个工作日 1 小时 14 分", hours_note="一日按 7 小时；退回不重新计时", segments=segments,
                  older=older, steps=steps)  # fmt: skip


def _clocks() -> list[Sample]:
    rows = [
        ("yellow", "临期", "事项办理 20 日", "11-02 周一 登记", "11-22 周日", "11-23 周一", "11-20 周五",
         "镇时限表第 3 项（复杂事项）", "剩 2 日 5 小时，已用 82%"),
        ("met", "已履行", "书面告知 15 日", "11-02 周一 收到", "11-17 周二", "11-17 周二", "11-17 周二",
         "《信访工作条例》第二十三条第二款", "11-05 送达，用 3 日"),
    ]  # fmt: skip
    names = ("label", "start_text", "raw_text", "rolled_text", "target_text", "basis", "state_text")
    return [Sample(light=_light(c, t), url="#", **dict(zip(names, rest, strict=True))) for c, t, *rest in rows]


def _matters() -> list[Sample]:
    lines = [
        ("black", "挂牌 +8日", "SX9901212026100800091", "松岭采石场复绿拖延，村民要求公示进度", "松岭", "上级交办",
         "办理", "自然资源和规划所", "21日 3时", "11-06 周五"),
        ("red", "逾期 +2日", "SX9901212026102600222", "柳塘农贸市场占道经营，消防通道不通", "柳塘", "12345",
         "办理", "综合行政执法队", "14日 1时", "11-16 周一"),
        ("yellow", "剩 1日", "SX9901212026111700113", "外出务工人员反映工资拖欠 4.8 万元", "下埠", "来访",
         "待签收", "人社服务站", "4时 30分", "11-19 周四"),
        ("paused", "中止", "SX9901212026102000194", "桃坞合作社分红账目公开（听证中）", "桃坞", "信访转送",
         "听证", "农业农村办公室", "—", "听证后续算"),
    ]  # fmt: skip
    names = ("code", "title", "area", "source", "status", "holder", "held_text", "due_text")
    return [
        Sample(pk=n, url="#", light=_light(colour, text), **dict(zip(names, rest, strict=True)))
        for n, (colour, text, *rest) in enumerate(lines, 1)
    ]


def _chart() -> dict[str, Any]:
    months, taken, closed = ["7 月", "8 月", "9 月", "10 月", "11 月"], [241, 236, 218, 205, 148], [233, 238, 221, 204, 137]
    option = {
        "grid": {"left": 44, "right": 16, "top": 40, "bottom": 28}, "legend": {"left": 40, "top": 4},
        "tooltip": {"trigger": "axis"}, "xAxis": {"type": "category", "data": months}, "yAxis": {"type": "value"},
        "series": [
            {"name": "受理", "type": "bar", "barWidth": "46%", "itemStyle": {"color": "--fq-edge", "opacity": 0.6},
             "data": taken},
            {"name": "办结", "type": "line", "symbol": "rect", "symbolSize": 7, "itemStyle": {"color": "--fq-accent"},
             "lineStyle": {"color": "--fq-accent", "width": 2.5}, "data": closed},
        ],
    }  # fmt: skip
    rows = [[(m, ""), (a, "#"), (b, "#")] for m, a, b in zip(months, taken, closed, strict=True)]
    return {"key": "trend", "title": "受理与办结走势", "meta": "近 5 个月", "option": option, "rows": rows,
            "label": "近五个月受理与办结件数；数字见下表", "head": ["月份", "受理", "办结"]}  # fmt: skip


def _entries() -> list[Sample]:
    return [
        Sample(when_text="11-17 17:35", who="", sentence="系统提醒：桃坞村村民委员会协办逾期。", late=False),
        Sample(when_text="11-16 09:20", who="许长河", sentence="记办理情况：第二次踏勘，三家报价中。", late=True,
               happened_text="11-13 15:00"),
    ]  # fmt: skip


def _numbers() -> list[Sample]:
    rows = [("受理", "148", "件", "+13.0%"), ("在办", "74", "件", "−8.6%"), ("按期办结率", "96.4", "%", "+1.9 个百分点")]
    more = ("其中", "12", "#", "件集体访")
    return [
        Sample(label=label, value=value, unit=unit, url="#", lines=[("同比", change, "", ""), more],
               definition="本期按登记日计；重复登记并入的不再计。")
        for label, value, unit, change in rows
    ]  # fmt: skip


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part on one page, for those who build pages. Behind the login like everything else."""
    formset = forms.formset_factory(_PartyForm, extra=2, can_delete=True)(prefix="party")
    actions = [("提交办理结果", True, ""), ("申请延期", False, ""), ("退回", False, "已过退回期限（2 个工作日，11-09 止）")]
    context = {
        "icons": sorted(ICONS), "colours": COLOURS.split(),
        "lights": [_light("green", "正常 · 剩 4 日"), _light("yellow", "临期 · 剩 1 日"), _light("red", "逾期 2 日"),
                   _light("black", "挂牌 · 逾期 8 日"), _light("met", "已履行"), _light("paused", "中止"),
                   _light("idle", "未起算")],
        "form": _SampleForm({"id_number": "990121195803160113", "source": "v"}), "formset": formset,
        "areas": [("竹溪村 · 竹溪第三网格", "990121007003 zxdswg"), ("桃坞村 · 桃坞第二网格", "990121005002 twdewg")],
        "road": _road(), "clocks": _clocks(), "rows": _matters(), "filter_form": _FilterForm(), "clear_url": "#",
        "actions": [Sample(url="#", label=a, primary=b, refused=c) for a, b, c in actions],
        "tabs": [Sample(url="#", label=a, count=b, current=b == 74) for a, b in (("我的待办", 12), ("全部在办", 74))],
        "bulk_url": "#", "bulk_actions": [("urge", "催办"), ("export", "导出")],
        "page": Sample(text="第 1–4 件，共 74 件", previous_url="", next_url="#", sizes=[("一屏", ""), ("50", "#")]),
        "entries": _entries(), "conflict": _entries()[1:], "numbers": _numbers(), "chart": _chart(),
        "papers": [Sample(url="#", name="群众来访接待登记表", number="栖云访〔2026〕0042号", day_text="11-02")],
        "parties": [Sample(role="申请人", name="罗**", phone="199****0006"), Sample(role="被申请人", name="方**", phone="")],
        "job": Sample(title="导出 2,221 件", state="running", done=800, total=2221, text="已写 800 件。", url=""),
    }  # fmt: skip
    return render(request, "core/styleguide.html", context)
