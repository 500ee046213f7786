"""The village's public page: released words and nothing else, without an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.models import Area
from core.values.moments import now
from council.models import Release

VILLAGE = 2  # depth of the level


@login_not_required
@never_cache
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What a second person released and what is in its term, by village; of one village where its code is asked for."""
    rows = Release.objects.up().select_related("matter__area").order_by("-released_on", "-pk")
    villages = list(Area.objects.filter(level__depth=VILLAGE, closed_on=None).order_by("code"))
    code = request.GET.get("village", "")
    chosen = next((one for one in villages if one.code == code), None)
    if chosen:
        rows = rows.filter(matter__area_path__startswith=chosen.path)
    shown = [
        (row, next((one.name for one in villages if row.matter.area_path.startswith(one.path)), ""))
        for row in rows[:200]
    ]
    page = {"rows": shown, "villages": villages, "chosen": chosen, "moment": now(), "town": settings.TOWN}
    return render(request, "council/public.html", page)
