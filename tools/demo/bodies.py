"""Mediation bodies of the demo town: their kind, members, terms, trainings, and a few experts."""

from datetime import date, timedelta

from django.utils import timezone

from core.models import Party
from mediation.models import BodyProfile, Expert, Mediation, Member, Training
from tools.demo.town import VILLAGES, Town

D = Mediation.Dispute
FIELDS = ((D.NEIGHBOUR, D.FAMILY), (D.LAND, D.HOMESTEAD), (D.MIGRANT_WAGES, D.LABOUR), (D.TRAFFIC, D.DAMAGE))
# Elected beside those with an account, each in one committee: name, sex.
ELDERS = tuple(
    (name, sex)
    for names, sex in (
        (
            "殷秀兰 柏玉珍 滕爱莲 芮春梅 焦桂香 宓月娥 臧素琴 糜彩云 燕玉凤 冉腊梅 郜水仙 幸秋菊 卞银花 鲍杏芳",
            "2",
        ),
        (
            "仇长根 栾有田 冷大勇 计守业 靳宝山 蒲元兴 巫国柱 谷满囤 隗金生 晏福来 阚永年 邢石头 鞠本立 邝德厚",
            "1",
        ),
    )
    for name in names.split()
)
EXPERTS = (
    ("霍明理", "医疗损害", "县人民医院　主任医师", "19900000061"),
    ("倪匠心", "建筑质量、房屋安全", "县建设工程质量监督站　工程师", "19900000062"),
    ("甘算清", "会计、工程造价", "县会计服务所　注册会计师", "19900000063"),
    ("温知心", "心理疏导", "镇中心小学　心理教师", "19900000064"),
)


def build(town: Town) -> None:
    """A committee of the town and one for each village, in the second year of their term."""
    today = timezone.localdate()
    begun = date(today.year - 1, 1, 10)
    ends = date(today.year + 2, 1, 9)
    keys = [("committee", BodyProfile.Kind.TOWN)]
    keys += [(f"committee_{number}", BodyProfile.Kind.VILLAGE) for number, *_ in VILLAGES]
    for place, (key, kind) in enumerate(keys):
        body = BodyProfile.objects.create(
            unit=town.units[key], kind=kind, set_up_on=date(2012, 5, 1), starts_on=begun, ends_on=ends
        )
        _members(town, body, (key, place), begun, today)
    Expert.objects.bulk_create(
        Expert(name=name, field=field, organisation=organisation, phone=phone, starts_on=begun)
        for name, field, organisation, phone in EXPERTS
    )


def _members(town: Town, body: BodyProfile, which: tuple[str, int], begun: date, today: date) -> None:
    key, place = which
    posts = (Member.Post.HEAD, Member.Post.DEPUTY, Member.Post.MEMBER)
    for order, user in enumerate(town.crews.get(key, ())):
        member = Member.objects.create(
            body=body,
            user=user,
            post=posts[min(order, 2)],
            sex=Party.Sex.MALE,
            full_time=key == "committee",
            certificate=f"9901-{place:02}{order:02}",
            valid_until=today + timedelta(days=60 + 90 * order + 30 * place),
            fields=[one.value for one in FIELDS[(place + order) % len(FIELDS)]],
            languages="本地话",
            starts_on=begun,
        )
        Training.objects.create(
            member=member, on=today - timedelta(days=40), subject="民法典相邻关系和人民调解文书", hours=8
        )
    count = 2 if len(town.crews.get(key, ())) > 1 else 3
    women, men = ELDERS[: len(ELDERS) // 2], ELDERS[len(ELDERS) // 2 :]
    for name, sex in [women[place], men[place], women[-1 - place]][:count]:
        Member.objects.create(body=body, name=name, sex=sex, starts_on=begun)
