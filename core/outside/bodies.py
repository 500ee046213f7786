"""The bodies that every town of the county writes to; the administrator keeps them from there on."""

from typing import Any

from django.conf import settings

from core.models import Correspondence, OutsideBody

K, L = OutsideBody.Kind, OutsideBody.Level
# Of the county: name behind the county's, short name, kind, takes accusations.
OF_COUNTY = (
    ("人民政府", "县政府", K.GOVERNMENT, False),
    ("信访局", "县信访局", K.LETTERS, False),
    ("信访工作联席会议办公室", "县联席办", K.LETTERS, False),
    ("社会治安综合治理中心", "县综治中心", K.GOVERNMENT, False),
    ("纪委监委", "县纪委监委", K.DISCIPLINE, True),
    ("委组织部", "县委组织部", K.PERSONNEL, False),
    ("人民法院", "县法院", K.COURT, False),
    ("人民检察院", "县检察院", K.PROCURATORATE, False),
    ("公安局", "县公安局", K.POLICE, False),
    ("司法局", "县司法局", K.DEPARTMENT, False),
    ("法律援助中心", "县法援中心", K.LEGAL_AID, False),
    ("劳动人事争议仲裁委员会", "县劳动仲裁委", K.ARBITRATION, False),
    ("人力资源和社会保障局", "县人社局", K.DEPARTMENT, False),
    ("民政局", "县民政局", K.DEPARTMENT, False),
    ("自然资源和规划局", "县自规局", K.DEPARTMENT, False),
    ("住房和城乡建设局", "县住建局", K.DEPARTMENT, False),
    ("水利局", "县水利局", K.DEPARTMENT, False),
    ("农业农村局", "县农业农村局", K.DEPARTMENT, False),
    ("教育局", "县教育局", K.DEPARTMENT, False),
    ("卫生健康局", "县卫健局", K.DEPARTMENT, False),
    ("妇女联合会", "县妇联", K.SOCIETY, False),
)


def load() -> int:
    """Bring the county's bodies into an empty register: what the office took out must not come back."""
    if OutsideBody.objects.exists():
        return 0
    county = settings.TOWN["county"]
    made = [
        OutsideBody(
            name=f"{county}{name}", short_name=short, kind=kind, level=L.COUNTY, takes_accusations=takes
        )
        for name, short, kind, takes in OF_COUNTY
    ]
    return len(OutsideBody.objects.bulk_create(made))


def letters(matter: Any) -> list[Correspondence]:
    """The matter's papers with their bodies; asks nothing where there is none (Procedure.gathers has read them)."""
    found = list(matter.correspondence.all()) if matter.pk else []
    known = Correspondence.body.is_cached
    if bare := [one for one in found if not known(one)]:
        bodies = OutsideBody.objects.in_bulk({one.body_id for one in bare})
        for one in bare:
            one.body = bodies[one.body_id]
    return found
