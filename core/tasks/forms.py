"""Forms of the acts of a task."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from core.models import Holding, Task, TeamTemplate
from core.procedure.procedure import by_kind
from core.tasks.panel import KEPT
from core.values.form_base import Form, day, limit, long_text, short_text
from core.values.roles import roles
from core.workflow.forms import ActForm, EntitledField, RowField, UnitField

S = Task.State
DO, LEAD = "core.do_task", "core.lead"
LAY = '<noscript><button class="btn btn-sm" name="lay" value="1" formnovalidate>列出角色</button></noscript>'


class HolderField(forms.ModelChoiceField):
    """A person in a post that may be given tasks: 俞百川（村镇办，承办人）. The value is the holding."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"empty_label": "由单位安排", "widget": forms.Select(attrs={"data-find": ""}), **kwargs}
        super().__init__(Holding.objects.none(), required=False, **kwargs)

    def fill(self) -> None:
        keys = [key for key, role in roles().items() if DO in role.permissions]
        held = Holding.objects.current().filter(post__role__in=keys, deputy=False)
        self.queryset = held.select_related("user", "post__unit").order_by("post__unit__code", "user__name")

    def label_from_instance(self, obj: Any) -> str:
        unit, post = obj.post.unit.short_name, obj.post.name
        return f"{obj.user.name}（{post if post.startswith(unit) else f'{unit}，{post}'}）"


class TaskFields(Form):
    """What, who, by when: the fields of one task, alone or as a line of a table. An empty line is none."""

    what = short_text("交办内容", limit(Task, "what"))
    unit = UnitField(label="责任单位")
    user = HolderField(label="责任人")
    due_on = day("完成期限")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].fill()  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day and day < localdate():
            raise forms.ValidationError("完成期限早于今天。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        holding = data.get("user")
        if holding and data.get("unit") and holding.post.unit_id != data["unit"].pk:
            self.add_error("user", f"{holding.user.name}不在{data['unit'].short_name}任职，请核对。")
        return {**data, "user": holding.user if holding else None}


class TaskLine(TaskFields):
    """One line of a table of tasks. An empty line is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if any(data.values()):
            for name in ("what", "unit", "due_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"请填写{self.fields[name].label}。")
        return data


TaskRows = forms.formset_factory(TaskLine, extra=1, max_num=10, absolute_max=10)


class TeamForm(ActForm):
    """Of an act that puts a team together. The roles of the chosen template are fields: laid out as soon as it is chosen
    (static/js/lay.js), without a script by the button.
    """

    template = forms.ModelChoiceField(
        TeamTemplate.objects.filter(closed_on=None), label="专班模板", required=False, empty_label="不按模板",
        widget=forms.Select(attrs={"data-lay": ""}), help_text=SafeString(f"选了的，列出各个角色，逐一选人。{LAY}"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(self.fields)
        chosen = self.data.get(self.add_prefix("template")) if self.is_bound else self.initial.get("template")
        offered: Any = self.fields["template"]
        template = offered.queryset.filter(pk=chosen).first() if str(chosen).isdecimal() else None
        self.seats = {f"seat_{n}": role for n, role in enumerate(template.seats if template else ())}
        for name, role in self.seats.items():
            field = HolderField(label=role, empty_label="请选择")
            field.fill()
            self.fields[name] = field
        behind = names.index("template") + 1
        self.order_fields([*names[:behind], *self.seats, *names[behind:]])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = [(role, data.pop(name, None)) for name, role in self.seats.items()]
        return {**data, "members": filled}


class GiveForm(TeamForm, TaskFields):
    """交办 to a unit, to a person of it, or to each of a team: who types it for a leader says for whom."""

    giver = EntitledField(LEAD, "core.direct", label="交办人")
    field_order = ("giver", "what", "template", "unit", "user", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = self.user is not None and self.user.has_perm(LEAD)
        needless = [*(["giver"] if led else []), *(["unit", "user"] if self.seats else [])]
        for name in needless:
            del self.fields[name]
        if not self.fields["template"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["template"]


def _tasks(form: Any) -> Any:
    found = Task.objects.filter(matter=form.matter.pk, state__in=form.STATES)
    kept = by_kind()[form.matter.kind].withheld(form.matter, form.user) or ()
    found = found.select_related("unit", "user", "giver", "access").annotate(kept=Q(number__in=kept))
    if not form.by_doer or form.user is None:
        return found
    return found.filter(pk__in=[task.pk for task in found if task.is_asked_of(form.user)])


def _task(row: Task) -> str:
    """第1项 清渠（村镇办，11-30 前）"""
    what = KEPT["what"] if getattr(row, "kept", False) else row.what
    return f"第{row.number}项 {what}（{row.who}，{row.due_on:%m-%d} 前）"


class OneForm(ActForm):
    """Base of the acts on one task. Where there is only one, it is chosen already."""

    STATES: tuple[str, ...] = ()
    by_doer = False
    task = RowField("交办的事项", _tasks, says=_task, alone=True)


class OfferedForm(OneForm):
    """接受交办."""

    STATES, by_doer = (S.GIVEN,), True


class ReturnForm(OfferedForm):
    """退回交办: why."""

    reason = long_text(
        "退回理由", rows=2, limit=limit(Task, "reason"), help_text="不属本单位职责的，写明依据。"
    )


class ReportForm(OneForm):
    """报完成: what was done, with the proof as scan; or why there is none."""

    STATES, by_doer = (S.ACCEPTED,), True
    scan_first, scan_label, scan_help = True, "办结材料", "照片、回执、会议记录等，随这一步归入材料。"
    report = long_text("完成情况", rows=3, limit=limit(Task, "report"))
    no_proof = short_text("没有材料的原因", limit(Task, "no_proof"), False, help_text="附了材料的不填。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("scan") and not data.get("no_proof"):
            self.add_error("no_proof", "请附上办结的材料；确实没有的，写明原因。")
        return data


class ApproveForm(OneForm):
    """验收通过."""

    STATES = (S.REPORTED,)
    note = long_text("意见", rows=2, limit=300, required=False)


class SendBackForm(OneForm):
    """退回重办: why, by when."""

    STATES: tuple[str, ...] = (S.REPORTED,)
    reason = long_text("理由", rows=2, limit=limit(Task, "reason"))
    due_on = day("完成期限")


class ExtendForm(SendBackForm):
    """延长交办期限: until when, why."""

    STATES = (S.GIVEN, S.ACCEPTED)


class CancelForm(OneForm):
    """取消交办: why."""

    STATES = (S.GIVEN, S.ACCEPTED)
    reason = long_text("理由", rows=2, limit=limit(Task, "reason"))
