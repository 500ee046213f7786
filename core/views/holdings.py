"""任职授权: one security administrator gives a post, a second one activates it (三员, domain 6.3)."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.access.exclusions import compare
from core.access.request import Request
from core.accounts import proposals
from core.models import Holding, Post, User
from core.records.admin_log import note
from core.values.form_base import Form, ModelForm, day_input, short_text
from core.values.roles import roles
from core.values.screen_formats import day

MOST, SIGNS = 300, 30  # lines on the page; signs of what is looked for


class HoldingForm(ModelForm):
    """Who gets which post, from when, until when."""

    class Meta:
        model = Holding
        fields = ("user", "post", "deputy", "starts_on", "ends_on")
        widgets = {
            "starts_on": day_input(),
            "ends_on": day_input(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        posts = Post.objects.filter(closed_on=None).select_related("unit", "area")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["post"].label_from_instance = post_words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "止日不能早于起日。")
        return data


def post_words(post: Post) -> str:
    role = roles().get(post.role)
    return f"{post.unit.short_name} · {post.name}（{role.label if role else post.role}，{post.area.name}）"


@permission_required("core.give_posts", raise_exception=True)
def holdings(request: Request) -> HttpResponse:
    """Give a post, and see who holds what and what waits for the second person."""
    user = request.user
    form = HoldingForm(request.POST if request.method == "POST" else None, instance=Holding(given_by=user))
    if request.method == "POST" and form.is_valid() and (given := form.stored()):
        note(user, given, "授予任职")
        proposals.tell_of(given.user, f"{user.name}授予任职：{given}，等待另一名安全管理员启用。")
        compare(given.user)
        messages.success(request, "已授予，等另一名安全管理员启用后生效。")
        return redirect("holdings")
    words = request.GET.get("q", "").strip()[:SIGNS]
    rows = list(_listed(words)[: MOST + 1])
    return render(
        request,
        "core/holdings.html",
        {
            "form": form,
            "words": words,
            "holdings": [_line(row, user) for row in rows[:MOST]],
            "most": MOST if len(rows) > MOST else 0,
        },
    )


def _listed(words: str) -> QuerySet[Holding]:
    """Those that wait for the second person first, then those in force, those that are over last."""
    over = Holding.objects.over().values("pk")
    place = Case(When(pk__in=over, then=2), When(activated_by=None, then=0), default=1)
    rows = Holding.objects.select_related("user", "post__unit", "post__area", "given_by", "activated_by")
    if words:
        named = ("user__name", "user__username", "post__name", "post__unit__name", "post__unit__short_name")
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__contains": words}) for name in named)))
    return rows.order_by(place, "-starts_on", "-id")


def _line(row: Holding, user: User) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "user": row.user.name,
        "post": post_words(row.post),
        "deputy": row.deputy,
        "from": day(row.starts_on),
        "until": day(row.ends_on) if row.ends_on else "长期",
        "given_by": row.given_by.name,
        "activated_by": row.activated_by.name if row.activated_by else "",
        "mine": row.given_by_id == user.pk,
        "ended": bool(row.ends_on and row.ends_on < max(timezone.localdate(), row.starts_on)),
    }


@require_POST
@permission_required("core.give_posts", raise_exception=True)
def activate(request: Request, pk: int) -> HttpResponse:
    """The second person's act; who gave a post cannot activate it, nor who receives it."""
    user = request.user
    with transaction.atomic():
        waiting = Holding.objects.exclude(pk__in=Holding.objects.over().values("pk")).filter(
            activated_by=None
        )
        row = get_object_or_404(waiting.select_for_update(), pk=pk)
        if user.pk in (row.given_by_id, row.user_id):
            messages.error(request, "授予人和本人不能启用，要由另一名安全管理员来做。")
        else:
            row.activated_by, row.activated_at = user, timezone.now()
            row.save(update_fields=["activated_by", "activated_at"])
            note(user, row, "启用任职")
            proposals.tell_of(row.user, f"{user.name}启用任职：{row}。")
            compare(row.user)
            messages.success(request, "已启用。")
    return redirect("holdings")


class EndForm(Form):
    """Why it ends; where too few would be left, who follows in the same act."""

    reason = short_text("理由", 200)
    successor = forms.ModelChoiceField(
        Holding.objects.none(),
        label="继任人",
        required=False,
        empty_label="没有",
        help_text="已授予、待启用的任职：复核同意时同时启用。安全管理员只有两人、审计员只有一人的，必须选。",
    )

    def __init__(self, *args: Any, holding: Holding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = Holding.objects.filter(activated_by=None, post__role=holding.post.role)
        self.fields["successor"].queryset = given.select_related("user", "post__unit")  # type: ignore[attr-defined]


@permission_required("core.give_posts", raise_exception=True)
def end(request: Request, pk: int) -> HttpResponse:
    """Ask that a holding end, before its day where it has one, also one that waits for the second person; another
    security administrator agrees on 双人复核.
    """
    rows = Holding.objects.exclude(pk__in=Holding.objects.over().values("pk"))
    row = get_object_or_404(rows.select_related("user", "post__unit", "post__area"), pk=pk)
    user = request.user
    form = EndForm(request.POST if request.method == "POST" else None, holding=row)
    words = f"{row.user.name} 的 {post_words(row.post)}"
    if form.does(lambda asked: proposals.ask(proposals.Act.END, row, by=user, words=words, **asked)):
        messages.success(request, "已申请结束任职，另一名安全管理员在“双人复核”同意后生效。")
        return redirect("holdings")
    return render(
        request, "core/holding_end.html", {"form": form, "holding": row, "post": post_words(row.post)}
    )
