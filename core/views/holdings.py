"""任职授权: one security administrator gives a post, a second one activates it (三员, domain 6.3)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.exclusions import compare
from core.forms import day_input
from core.managed import note
from core.models import Holding, Post, User
from core.roles import roles
from core.shown import day


class HoldingForm(forms.ModelForm):
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


def post_words(post: Post) -> str:
    role = roles().get(post.role)
    return f"{post.unit.short_name} · {post.name}（{role.label if role else post.role}，{post.area.name}）"


@permission_required("core.give_posts", raise_exception=True)
def holdings(request: HttpRequest) -> HttpResponse:
    """Give a post, and see who holds what and what waits for the second person."""
    user: Any = request.user
    form = HoldingForm(request.POST if request.method == "POST" else None, instance=Holding(given_by=user))
    if request.method == "POST" and form.is_valid():
        row = form.save()
        note(user, row, "授予任职")
        compare(row.user)
        messages.success(request, "已授予，等另一名安全管理员启用后生效。")
        return redirect("holdings")
    rows = Holding.objects.select_related("user", "post__unit", "post__area", "given_by", "activated_by")
    rows = rows.order_by("activated_by", "-starts_on", "-id")[:300]
    return render(
        request,
        "core/holdings.html",
        {
            "form": form,
            "holdings": [
                {
                    "pk": row.pk,
                    "user": row.user.name,
                    "post": post_words(row.post),
                    "deputy": row.deputy,
                    "from": day(row.starts_on),
                    "until": day(row.ends_on) if row.ends_on else "长期",
                    "given_by": row.given_by.name,
                    "activated_by": row.activated_by.name if row.activated_by else "",
                    "mine": row.given_by_id == user.pk,
                    "ended": bool(row.ends_on and row.ends_on < timezone.localdate()),
                }
                for row in rows
            ],
        },
    )


@require_POST
@permission_required("core.give_posts", raise_exception=True)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's act; who gave a post cannot activate it, nor who receives it."""
    user: Any = request.user
    with transaction.atomic():
        row = get_object_or_404(Holding.objects.select_for_update(), pk=pk, activated_by=None)
        if user.pk in (row.given_by_id, row.user_id):
            messages.error(request, "授予人和本人不能启用，要由另一名安全管理员来做。")
        else:
            row.activated_by, row.activated_at = user, timezone.now()
            row.save(update_fields=["activated_by", "activated_at"])
            note(user, row, "启用任职")
            compare(row.user)
            messages.success(request, "已启用。")
    return redirect("holdings")


@require_POST
@permission_required("core.give_posts", raise_exception=True)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a holding as of yesterday, so that it opens nothing any more; one begun today ends tonight."""
    row = get_object_or_404(Holding.objects.filter(ends_on=None), pk=pk)
    row.ends_on = max(timezone.localdate() - timedelta(days=1), row.starts_on)
    row.save(update_fields=["ends_on"])
    note(request.user, row, "结束任职")
    messages.success(request, "任职已结束。")
    return redirect("holdings")
