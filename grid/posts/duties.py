"""What each who answers must do, as the product brings it along (BZGRID art. 3, 11; domain: 3.4). Data of the town: the
system administrator rewrites it.
"""

from core.models import AreaLevel
from grid.models import Duty
from grid.models.posts import Kind

# Kind, depth of the level that must have one, duties.
WORDS = (
    (Kind.HEAD, 2, ("统筹本村网格工作", "安排、核对网格员的巡查和走访", "办不了的上报镇综治中心")),
    (
        Kind.WORKER,
        3,
        ("巡查网格，发现隐患、纠纷及时处置或上报", "收集社情民意，答复群众", "宣传政策法律，代办公共服务"),
    ),
    (Kind.LIAISON, 4, ("联系本组住户，收集意见和困难", "发现隐患、纠纷告知网格员")),
    (Kind.PART_TIME, None, ("协助专职网格员巡查、走访",)),
    (Kind.VOLUNTEER, None, ("参加巡防、宣传、邻里互助",)),
    (Kind.BUILDING, None, ("联系本楼栋住户，反映楼栋里的事",)),
    (Kind.POLICE, None, ("社区治安、纠纷出警",)),
    (Kind.DOCTOR, None, ("家庭医生签约服务",)),
    (Kind.SENT, None, ("联系所挂网格，督促本部门办理网格事项",)),
    (Kind.SPECIAL, None, ("本行业的隐患排查和处置",)),
    (Kind.OF_AREA, None, ("片区工作的协调、督促",)),
    (Kind.OF_VILLAGE, None, ("联系所包的村，协调办理难事",)),
    (Kind.OF_HOUSEHOLD, None, ("上门了解所包户的诉求，代为反映",)),
)


def load() -> int:
    """Only kinds that have none yet: what the office wrote stays."""
    levels, known = (
        dict(AreaLevel.objects.values_list("depth", "pk")),
        set(Duty.objects.values_list("kind", flat=True)),
    )
    made = [
        Duty(kind=kind, words="\n".join(words), level_id=levels.get(depth or 0))
        for kind, depth, words in WORDS
        if kind not in known
    ]
    return len(Duty.objects.bulk_create(made))
