"""Invented words and people. Nothing here is of a real place: region 990121, phones 199-0000-NNNN."""

from datetime import date
from random import Random
from typing import Any

from cases.models import Category
from core.models import Area, Party
from core.privacy.pinyin import initials
from tools.demo.citizens import GIVEN, GROUPS, SURNAMES, id_number

WHEN = (
    "上个月下大雨以后", "今年开春以来", "前天夜里", "国庆过后", "从去年秋收到现在", "这两个礼拜", "昨天下午", "月初赶集那天",
    "入梅以来", "自从修了新路", "半个多月前", "清明前后", "天冷下来以后", "收稻子的时候", "停电那天晚上",
)  # fmt: skip
WHERE = (
    "村口老樟树旁", "小学后门", "水库下游", "晒谷场边", "村道转弯处", "老祠堂前面", "河埠头", "茶山脚下", "卫生室对面",
    "变压器旁边", "公交站后面", "自家屋后", "蔬菜大棚旁", "碾米厂隔壁", "石拱桥头",
)  # fmt: skip
TROUBLE = (
    "两家说法不一，吵了好几回", "一直没有人来处理", "打过电话，说要等通知", "约好的日子一拖再拖", "东西已经坏了一大半",
    "水漫到院子里，墙根都泡软了", "机器从早响到晚", "垃圾堆了一人多高", "路灯坏了三盏", "合同上写的和做的不一样",
    "钱付了一半就不认账", "围墙往外移了一尺多", "车子进不来也出不去", "账目没有公开过", "老人走路摔了一跤",
    "鸡鸭跑到菜地里", "排水沟被石头堵死", "树枝压到电线上", "补贴名单里没有自己", "登记的亩数少了一截",
    "工钱还差两个月没结", "房子裂了一条缝", "井水发黄有味道", "证件办了三趟没办成", "广告牌松动，风一吹就晃",
)  # fmt: skip
EFFECT = (
    "邻居也有意见", "一家五口没法住", "影响二十多户人家", "孩子上学要绕远路", "庄稼眼看要减产", "晚上不敢出门",
    "已经花了不少冤枉钱", "双方见面就红脸", "店里生意受了影响", "老人身体吃不消", "再下雨就要出事", "急着用",
)  # fmt: skip
WISH = (
    "希望尽快处理。", "请镇里派人来看看。", "请给个准信。", "要求照合同办。", "愿意坐下来谈。", "希望公开说明。", "请帮忙协调。",
    "想问清楚该找哪里。", "希望年前解决。", "请按政策落实。",
)  # fmt: skip
DONE = (
    "已到现场查看，情况属实", "已约双方到场核对", "已查阅档案并走访邻居", "已会同村里丈量", "已与施工方当面说清", "已对照政策逐条核对",
    "已通知责任人限期整改",
)  # fmt: skip
RESULT = (
    "沟渠已清通，反映人认可", "欠款已当面付清", "界址已重新立桩", "设施已修好并试用", "补贴下月起发放", "已说明不符合条件的理由",
    "双方握手言和", "已列入下季度计划并公示", "物品已搬离，道路畅通", "噪声已降到规定以内",
)  # fmt: skip
NOTES = (
    "已到现场查看，正在联系施工队。", "已约双方明天到现场核对。", "材料已报县里，等待批复。", "已与反映人通电话，说明进度。",
)  # fmt: skip
RECORD = (
    "告知权利义务。双方陈述事实和要求，调解员核对照片和票据，讲清法律规定和邻里情分，对责任的看法渐渐接近。"
)
ELSEWHERE = ("县人民法院", "县公证处", "县劳动人事争议仲裁委员会", "县不动产登记中心")
MORE_GIVEN = "永福 小满 桂芳 来顺 秋生 玉梅 长根 冬妹 有田 金凤 志远 兰英 水生 月红 大年 素云".split()


def demand(rng: Random, village: Area, category: Category | None) -> tuple[str, str]:
    """What somebody says, of 20 to 80 signs, and the place it is about."""
    group, where = rng.choice(GROUPS), rng.choice(WHERE)
    about = category.name if category else "生活不便"
    text = f"{rng.choice(WHEN)}，{village.name}{group}{where}，{rng.choice(TROUBLE)}，{rng.choice(EFFECT)}，属于{about}的事。"
    return text + rng.choice(WISH), f"{village.name}{group}{where}"


def answer(rng: Random) -> str:
    return f"{rng.choice(DONE)}，{rng.choice(RESULT)}。"


def people(rng: Random, villages: list[Area], count: int) -> list[dict[str, Any]]:
    """Citizens as parties are stored, each with a phone; the same person comes again."""
    names = [surname + given for surname in SURNAMES for given in (*GIVEN, *MORE_GIVEN)]
    rng.shuffle(names)
    return [_person(rng, name, place, rng.choice(villages)) for place, name in enumerate(names[:count], 1)]


def _person(rng: Random, name: str, place: int, village: Area) -> dict[str, Any]:
    born = date(rng.randrange(1944, 2003), rng.randrange(1, 13), rng.randrange(1, 28))
    number, sex = id_number(rng, born, name)
    person: dict[str, Any] = {
        "name": name,
        "name_initials": initials(name),
        "phone": f"1990000{place:04}",
        "sex": sex,
        "address": f"{village.name}{rng.choice(GROUPS)}",
    }
    if rng.random() < 0.7:
        person |= {"id_kind": Party.IdKind.RESIDENT, "id_number": number, "birth_on": born}
    else:
        person["of_age"] = True
    return person
