"""Registering at the counter, and what is handed out then."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.forms import RegisterForm
from cases.models import Category
from core.documents import issue
from core.forms_party import PartyRows
from core.models import Area, Party, Unit
from core.perform import open_matter
from core.procedures import document_kinds
from core.views.matters import fetch
from core.workflow import Refused


@permission_required("cases.register", raise_exception=True)
def register(request: HttpRequest) -> HttpResponse:
    """来访登记. Channel and demand suffice; nothing typed is lost; a double click is one case."""
    user: Any = request.user
    post = request.POST if request.method == "POST" else None
    form, people = RegisterForm(post, user=user), _sides(post)
    if post is not None and form.is_valid() and people.is_valid():
        try:
            return _registered(request, form, [row.party for row in people if row.party])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return render(
        request,
        "cases/register.html",
        {
            "form": form,
            "people": people,
            "areas": _places(),
            "categories": [(str(row), row.initials) for row in Category.objects.filter(retired_on=None)],
        },
    )


def _sides(post: Any) -> Any:
    """Lines for the two sides, the second one preset to the respondent; more are added on the page."""
    sides = [{"role": Party.Role.APPLICANT}, {"role": Party.Role.RESPONDENT}]
    rows = PartyRows(post, prefix="people", initial=sides)
    rows.extra = 0
    return rows


def _places() -> list[tuple[str, str]]:
    """What the place may be called, and the other ways to find it. A name that is not the only one of
    its kind is given with the place above it.
    """
    areas = {area.pk: area for area in Area.objects.filter(closed_on=None)}
    for area in areas.values():
        area.parent = areas.get(area.parent_id or 0)
    many = Counter(area.name for area in areas.values())
    return [
        (
            area.name if many[area.name] == 1 else area.full_name,
            f"{area.code} {area.initials} {area.full_name}",
        )
        for area in areas.values()
    ]


def _registered(request: HttpRequest, form: RegisterForm, parties: list[dict[str, Any]]) -> HttpResponse:
    user: Any = request.user
    facts = form.answers | {"parties": parties, "town": town(), "centre": centre()}
    result = open_matter(
        "case",
        by=user,
        data=facts,
        key=form.cleaned_data["key"],
        at=form.cleaned_data["at"],
        decided_by=form.cleaned_data["decided_by"],
    )
    case = result.matter
    then = request.POST.get("then", "")
    if then in ("hand_over", "answer_on_spot", "become_mediation"):
        return redirect("act", pk=case.pk, name=then)
    if not result.repeated:
        issue(document_kinds()["cases.receipt"], case, user)
    return redirect("registered", pk=case.pk)


def town() -> Area:
    """The root of the tree: where a matter happened if nobody said."""
    return Area.objects.filter(parent=None).order_by("code")[0]


def centre() -> Unit:
    """The centre, which holds what has just come in."""
    return Unit.objects.filter(kind=Unit.Kind.CENTRE, closed_on=None).order_by("code")[0]


@permission_required("cases.register", raise_exception=True)
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """What the clerk hands out now, and what comes next."""
    procedure, case = fetch(request, pk)
    if procedure.kind != "case":
        raise Http404
    receipt = case.documents.filter(kind="cases.receipt").first()
    return render(request, "cases/registered.html", {"case": case, "receipt": receipt})
