"""Forms of the acts of a roster."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from core.access.people import with_permission
from core.models import Matter, Swap, Turn, User
from core.procedure.procedure import by_kind
from core.rosters import rule, seats
from core.rosters.acts import done_by
from core.rosters.rule import Seat
from core.values.form_base import day_input, limit, long_text
from core.workflow.forms import ActForm, RowField

LONGEST = 366  # days of one roster: a year's plan may be published


def hour() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, "%H:%M")


class PeopleField(forms.ModelMultipleChoiceField):
    """People in the order in which they are named on the page: by post and name."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **kwargs)


class DraftForm(ActForm):
    """排班: days, places, hours, people, and what becomes of holidays."""

    first = forms.DateField(label="自", widget=day_input())
    last = forms.DateField(label="至", widget=day_input())
    weekdays = forms.TypedMultipleChoiceField(
        label="每周", choices=rule.WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    off = forms.ChoiceField(
        label="遇节假日", choices=rule.OFF, initial=rule.SKIP, widget=forms.RadioSelect,
        help_text="按工作日历：放假的日子和不上班的周末；调休上班的周末是工作日。",
    )  # fmt: skip
    places = forms.CharField(
        label="地点", max_length=300, widget=forms.Textarea({"rows": 2}), help_text="一行一处，每处每天一人。"
    )
    begins = forms.TimeField(label="每天自", widget=hour(), initial=time(9))
    ends = forms.TimeField(label="每天至", widget=hour(), initial=time(11, 30))
    people = PeopleField(label="轮流的人", help_text="依次轮流，接着上一期最后一位往下排。")
    made_up = forms.BooleanField(
        label="调休上班的周末也排", required=False, help_text="例如国庆前后补班的周六、周日。"
    )

    def __init__(
        self,
        *args: Any,
        serve: str = "",
        place: str = "",
        seats: Sequence[Seat[User]] = (),
        overnight: bool = False,
        **kwargs: Any,
    ) -> None:
        first = next_month(localdate())
        last = next_month(first) - timedelta(days=1)
        given = {"first": first, "last": last, "places": place, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=given, **kwargs)
        self.seats, self.overnight = seats, overnight
        if seats:
            self._seat(seats)
            return
        found = [user.pk for user in with_permission(serve)] if serve else []
        self.fields["people"].queryset = User.objects.filter(pk__in=found).order_by("name")  # type: ignore[attr-defined]

    def _seat(self, seats: Sequence[Seat[User]]) -> None:
        """A choice of people for each place in the stead of places and people."""
        del self.fields["places"], self.fields["people"]
        for count, seat in enumerate(seats):
            field = PeopleField(label=seat.place, help_text="依次轮流。", required=False)
            field.queryset = User.objects.filter(pk__in=[user.pk for user in seat.people]).order_by("name")
            field.initial = [user.pk for user in seat.people]
            self.fields[f"seat_{count}"] = field

    @property
    def seated(self) -> list[Seat[User]]:
        """The places with the people that were chosen; a place without anybody is left out."""
        chosen = [
            (seat, list(self.cleaned_data.get(f"seat_{count}", ()))) for count, seat in enumerate(self.seats)
        ]
        return [replace(seat, people=people) for seat, people in chosen if people]

    def clean_places(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        longest = limit(Turn, "place")
        if any(len(line) > longest for line in lines):
            raise forms.ValidationError(f"地点最多 {longest} 个字。")
        if len(set(lines)) != len(lines):
            raise forms.ValidationError("有地点写了两次。")
        return lines

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=LONGEST):
            self.add_error("last", "止日不能早于起日，一期最长一年。")
        elif last and last < localdate():
            self.add_error("last", "止日已经过了，请排以后的班。")
        if self.seats and not self.errors and not self.seated:
            self.add_error("seat_0", "请选轮值的人。")
        if not self.overnight and data.get("begins") and data.get("ends") and data["begins"] >= data["ends"]:
            self.add_error("ends", "起始时间要早于终止时间。")
        return data


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


class TurnField(forms.ModelChoiceField):
    """A turn: 12-01 周二 09:00–11:30 接访室一 唐志远."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Turn.objects.none(), **{"empty_label": "请选择", **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return (
            f"{obj.day:%m-%d} {rule.WEEKDAYS[obj.day.weekday()][1]} {obj.hours} {obj.place} {obj.person.name}"
        )


def _turns(matter: Any) -> Any:
    return Turn.objects.filter(matter=matter.pk if matter else 0).select_related("user", "substitute", "log")


class OnTurnForm(ActForm):
    """Base of the acts on one turn; `offers(turn)` says which."""

    turn = TurnField(label="班次")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = [turn.pk for turn in _turns(self.matter) if self.offers(turn)]
        self.fields["turn"].queryset = _turns(self.matter).filter(pk__in=fit)  # type: ignore[attr-defined]
        mine = [
            turn.pk for turn in _turns(self.matter).filter(pk__in=fit) if self.user and turn.is_of(self.user)
        ]
        if len(only := mine or fit) == 1:
            self.fields["turn"].initial = only[0]

    def offers(self, turn: Turn) -> bool:
        return True

    def _ahead(self, turn: Turn) -> bool:
        return not turn.passed(localdate())

    def _fill_people(self, serve: str) -> None:
        found = [user.pk for user in with_permission(serve)]
        self.fields["person"].queryset = User.objects.filter(pk__in=found).order_by("name")  # type: ignore[attr-defined]


class ChangeForm(OnTurnForm):
    """调整班次 of a draft: another person, day or place."""

    SERVE = ""
    person = forms.ModelChoiceField(User.objects.none(), label="轮值人", empty_label="不变", required=False)
    day = forms.DateField(label="改到", required=False, widget=day_input(), help_text="日期不变的不填。")
    chosen = forms.BooleanField(label="不是工作日也要排", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_people(self.SERVE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("person") or data.get("day")):
            self.add_error("person", "请选换成谁，或者填改到哪天。")
        return data


class AskSwapForm(OnTurnForm):
    """申请换班: my turn for another's, why."""

    other = TurnField(label="换到")
    reason = long_text("理由", rows=2, limit=limit(Swap, "reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = seats.of(by_kind()[self.matter.kind]) if self.matter else []
        people = {seat.place: {user.pk for user in seat.people} for seat in there}
        turns = list(_turns(self.matter))
        mine = {turn.person.pk for turn in turns if self.offers(turn)}
        theirs = [turn for turn in turns if self._ahead(turn) and not self.offers(turn)]
        others = [turn.pk for turn in theirs if mine & people.get(turn.place, mine)]
        self.fields["other"].queryset = _turns(self.matter).filter(pk__in=others)  # type: ignore[attr-defined]

    def offers(self, turn: Turn) -> bool:
        return self._ahead(turn) and self.user is not None and turn.is_of(self.user)


def _asked(form: Any) -> Any:
    """Swaps that wait for this person's answer."""
    rows = Swap.objects.filter(matter=form.matter.pk, agreed=None)
    if form.user is not None:
        rows = rows.filter(asked_of__in=[form.user.pk, *form.user.reach.stands_for])
    return rows.select_related("turn", "other", "asked_by", "asked_of")


def _swap(row: Swap) -> str:
    return f"{row.asked_by.name}（{row.turn.day:%m-%d}）换 {row.asked_of.name}（{row.other.day:%m-%d}）：{row.reason}"


class AnswerSwapForm(ActForm):
    """同意换班."""

    swap = RowField("换班申请", _asked, says=_swap, alone=True)


class RefuseSwapForm(AnswerSwapForm):
    """不同意换班: why."""

    reason = long_text("理由", rows=2, limit=limit(Swap, "answer"))


class SubstituteForm(OnTurnForm):
    """指定代班: who sits there instead, and why."""

    SERVE = ""
    person = forms.ModelChoiceField(User.objects.none(), label="代班人", empty_label="请选择")
    reason = long_text(
        "原因", rows=2, limit=limit(Turn, "substitute_reason"), help_text="例如出差、开会、住院。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill_people(self.SERVE)

    def offers(self, turn: Turn) -> bool:
        return not turn.passed(localdate())


class SignInForm(OnTurnForm):
    """签到: on the day; typed later, with the time."""

    def offers(self, turn: Turn) -> bool:
        return turn.signed_at is None and turn.day <= localdate()


class LogForm(OnTurnForm):
    """记值班. `LOGS`: the kind of the matters that go with it."""

    LOGS = ""
    people = forms.IntegerField(label="接待（人次）", min_value=0, max_value=200)
    words = long_text("做了什么", rows=3, limit=1000, help_text="不写来访人的姓名和电话。")
    matters = forms.ModelMultipleChoiceField(
        Matter.objects.none(), label="关联的事项", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="列的是那几天您自己办过的，窗口写明由您解答的也在内。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is None or self.matter is None:
            return
        days = [turn.day for turn in self.fields["turn"].queryset]  # type: ignore[attr-defined]
        seen = Matter.objects.visible_to(self.user, among=done_by(self.user, days, matter__kind=self.LOGS))
        self.fields["matters"].queryset = seen.order_by("pk")  # type: ignore[attr-defined]

    def offers(self, turn: Turn) -> bool:
        return turn.unlogged and self.user is not None and turn.is_of(self.user)
