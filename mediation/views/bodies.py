"""Mediation bodies with their members, and the pool of experts: to read. They are kept on the administrator's desk."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from core.access.request import Request
from core.models import Unit
from core.privacy.masking import mask_phone
from core.values.moments import now
from core.values.screen_formats import day
from mediation.models import BodyProfile, Expert, Member, Training

SOON = timedelta(days=90)  # a term or a certificate that ends within these days is named


@require_safe
@permission_required("mediation.view_bodyprofile", raise_exception=True)
def bodies(request: Request) -> HttpResponse:
    """Each body: what the law asks of it, its members in office, what runs out, this year's trainings."""
    today = localdate(now())
    trainings = Training.objects.filter(on__year=today.year)
    members = (
        Member.objects.current(today)
        .select_related("user")
        .prefetch_related("areas", Prefetch("trainings", trainings))
    )
    found = BodyProfile.objects.filter(unit__closed_on=None).select_related("unit__area")
    rows = found.prefetch_related("areas", Prefetch("members", members))
    known = {row.unit_id for row in rows}
    units = Unit.objects.filter(kind=Unit.Kind.MEDIATION, closed_on=None).order_by("code")
    return render(
        request,
        "mediation/bodies.html",
        {
            "bodies": [_body(row, today) for row in rows],
            "unknown": [unit.name for unit in units if unit.pk not in known],
            "year": today.year,
        },
    )


def _body(row: BodyProfile, today: date) -> dict[str, Any]:
    facts = [("服务区域", "、".join(area.name for area in row.served()))]
    if row.set_up_on:
        facts.append(("设立", day(row.set_up_on)))
    if row.starts_on or row.ends_on:
        facts.append(("本届", f"{day(row.starts_on)} 至 {day(row.ends_on)}"))
    warnings = row.warnings(today)
    if row.ends_on and today <= row.ends_on < today + SOON:
        warnings.append(f"本届 {row.ends_on} 届满，请准备换届。")
    return {
        "pk": row.pk,
        "name": row.unit.name,
        "kind": row.get_kind_display(),
        "facts": facts,
        "warnings": warnings,
        "members": [_member(one, today) for one in row.members.all()],
    }


def _member(one: Member, today: date) -> dict[str, Any]:
    hours = sum((training.hours for training in one.trainings.all()), Decimal())
    return {
        "name": one.shown_name,
        "account": one.user_id is not None,
        "post": one.get_post_display(),
        "full_time": one.full_time,
        "fields": one.fields_words,
        "areas": "、".join(area.name for area in one.areas.all()),
        "languages": one.languages,
        "certificate": one.certificate,
        "valid": _valid(one, today),
        "due": one.valid_until is not None and one.valid_until < today + SOON,
        "trainings": "；".join(f"{day(row.on)}　{row.subject}" for row in one.trainings.all()),
        "hours": f"{hours.normalize():f}" if hours else "",
    }


def _valid(one: Member, today: date) -> str:
    if one.valid_until is None:
        return ""
    if one.valid_until < today:
        return f"{day(one.valid_until)} 已到期"
    return f"至 {day(one.valid_until)}"


@require_safe
@permission_required("mediation.view_expert", raise_exception=True)
def experts(request: Request) -> HttpResponse:
    """Who may be asked, by field; telephone numbers masked."""
    rows = [
        {
            "name": row.name,
            "field": row.field,
            "organisation": row.organisation,
            "phone": mask_phone(row.phone),
            "since": day(row.starts_on),
        }
        for row in Expert.objects.current(localdate(now()))
    ]
    return render(request, "mediation/experts.html", {"experts": rows})
