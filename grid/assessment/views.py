"""The incidents that a number of an assessment is made of."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access.people import may_there
from core.access.request import Request
from core.models import Area, Matter
from core.workflow.permissions import may
from grid.assessment import numbers
from grid.assessment.forms import OBJECT, seen
from grid.assessment.workflow import WORKFLOW
from grid.models import Assessment


@require_safe
def files(request: Request, pk: int) -> HttpResponse:
    """?line=990121101204002&number=incident_done: those that the reader may see, how many others there are, and what was
    not counted. Who heads the grid ticks some and objects.
    """
    user = request.user
    there = Matter.objects.visible_to(user).filter(pk=pk, kind="assessment")
    assessment: Assessment = get_object_or_404(Assessment, pk__in=there.values("pk"))
    line, number = request.GET.get("line", ""), request.GET.get("number", "")
    if number not in numbers.NUMBERS:
        raise Http404
    area = Area.objects.filter(code=line).first()
    if area is None and line not in (numbers.CENTRE, numbers.NOWHERE):
        raise Http404
    rows = list(numbers.of_line(assessment, line))
    readable = set(
        seen(assessment, user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    counted = [one for one in rows if number in one.counted]
    row = WORKFLOW.transition("object_number")
    shown = {
        "matter": assessment, "name": area.full_name if area else dict(NAMES)[line], "label": numbers.label(number), "number": number,
        "groups": [
            (title, [(one, "、".join(map(numbers.label, one.counted)), number in one.drawn) for one in group if one.pk in readable], there)
            for title, group, there in (("计入的", counted, True), ("没有计入的", [one for one in rows if one not in counted], False))
        ],
        "others": sum(one.pk not in readable for one in counted),
        "objects": user.has_perm(OBJECT) and area is not None and may_there(user, OBJECT, area) and may(user, assessment, row),
    }  # fmt: skip
    return render(request, "grid/assessment_files.html", shown)


NAMES = ((numbers.CENTRE, "综治中心（到镇里的）"), (numbers.NOWHERE, "不在哪个网格"))
