"""What every form of the office shares, and the form every act starts from: its key, version, and late entry."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.documents.file_field import FilesField
from core.models import Holding, Matter, Unit, User
from core.privacy.identity_numbers import clean_number
from core.procedure.room import Entry, law_at_hand
from core.values.form_base import CITES, Form, day, long_text, minute, short_text
from core.values.roles import roles

EARLIEST = 1950
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
SHORT = 40  # characters of what an address may fill in
LATE = "事后补录才填：事情实际发生的时间。空着就是现在。"


class ActForm(Form):
    """Base of transitions' forms. Subclasses add what the act asks; nothing here changes anything.

    `answers` is what the effect gets: the subclass's own fields.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    at = minute("发生时间", False, help_text=LATE)
    decided_by = short_text(
        "由谁决定", 60, False, help_text="代他人录入时填：如 唐志远（分管副镇长）纸面批示。"
    )
    scan = FilesField(
        label="扫描件",
        required=False,
        help_text="纸面批示、来函等的扫描件或照片，随这一步归入材料。",
    )
    scan_first = False  # its scan is what the act is about: asked among its own fields
    scan_label = ""  # what it is called there
    scan_help: str | None = None
    beside = ""  # a template: what whoever fills it in has to have before him
    kept: tuple[str, ...] = ()  # columns of the matter that stand in it as they are
    OWN = ("key", "version", "at", "decided_by", "scan")

    def __init__(self, *args: Any, matter: Any = None, user: Any = None, **kwargs: Any) -> None:
        self.matter, self.user = matter, user
        given = kwargs.pop("initial", {})
        kwargs["initial"] = {"key": uuid4(), "version": matter.version if matter else 0, **given}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MatterField) and user is not None:
                field.visible = Matter.objects.visible_to(user)
            if isinstance(field, _Offered) and matter is not None and matter.pk:
                field.offer(self)
            if (
                CITES in field.widget.attrs
                and (page := law_at_hand())
                and user
                and user.has_perm(page.permission)
            ):
                _cite(field, page)
        if matter is not None and matter.pk:
            self.fit(matter)
            own = {name: getattr(matter, name) for name in self.kept}
            self.initial = {**own, **self.given(matter), **self.initial}
        scan = self.fields["scan"]
        scan.label = self.scan_label or scan.label
        scan.help_text = scan.help_text if self.scan_help is None else self.scan_help
        self.order_fields([*(name for name in self.fields if name not in self.OWN), *self.OWN])

    def given(self, matter: Any) -> Mapping[str, Any]:
        """What stands in it already beside `kept`; an address goes before it."""
        return {}

    def fit(self, matter: Any) -> None:
        """Makes the fields fit the matter: takes out what is not asked of it, adds, names, explains."""

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data.get("at")
        if at and at > timezone.now():
            raise forms.ValidationError("发生时间不能晚于现在。")
        if at and at.year < EARLIEST:
            raise forms.ValidationError(f"发生时间早于 {EARLIEST} 年，请核对年份。")
        return at

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.OWN}


def _cite(field: forms.Field, page: Entry) -> None:
    """Looked for below the field and put in where one writes (static/js/insert.js); without scripts on its own page."""
    url = reverse(page.url)
    field.widget.attrs |= {"data-insert": url, "data-insert-label": page.label}
    link = format_html('<a href="{}" target="_blank">{}</a>', url, page.label)
    field.help_text = format_html("{} {}", field.help_text, link) if field.help_text else link


class ReasonForm(ActForm):
    """Nothing but a reason."""

    reason = long_text("理由", rows=2, limit=300)


class OpinionForm(ActForm):
    """A word of whoever agrees, or none."""

    note = long_text("意见", rows=2, limit=300, required=False)


class DoneForm(ActForm):
    """The day of something, and what was done."""

    on = day("日期", past=True, initial=timezone.localdate)
    words = long_text("情况", rows=3, limit=500)


def from_address(query: QueryDict, asks: type[ActForm]) -> dict[str, Any]:
    """What an address may fill in of a form's own fields, to be read and sent by a person: ?party=7&rows=3&rows=5."""
    own = {name: field for name, field in asks.base_fields.items() if name in query and name not in asks.OWN}
    return {
        name: query.getlist(name) if isinstance(field, SEVERAL) else query[name][:SHORT]
        for name, field in own.items()
    }


def as_typed(words: QueryDict, asks: type[ActForm]) -> dict[str, Any]:
    """What stood in a form that only asks what follows from a choice in it (`lay`): it comes back unjudged, under a new key."""
    return {
        name: words.getlist(name) if isinstance(asks.base_fields.get(name), SEVERAL) else words[name]
        for name in words
        if name != "key"
    }


class RowsForm(ActForm):
    """Base of forms with a table of lines beside their fields: both are checked, so all sentences come together.

    Subclasses make the formset in `lines()`; its filled lines are in `answers` under `ROWS`.
    """

    ROWS = ""
    rows_legend = rows_hint = ""
    rows_add = "加一行"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = self.lines(self.data if self.is_bound and self._posted else None)

    def lines(self, data: Any) -> Any:
        raise NotImplementedError

    @property
    def _posted(self) -> bool:
        return f"{self.ROWS}-TOTAL_FORMS" in self.data

    def is_valid(self) -> bool:
        return super().is_valid() & (self.rows.is_valid() if self._posted else True)

    @property
    def answers(self) -> dict[str, Any]:
        lines = self.rows.cleaned_data if self._posted else []
        return {**super().answers, self.ROWS: [line for line in lines if any(line.values())]}


class _Units(ModelChoiceIterator):
    """The units by name alone, where that is what is said of them: a form needs no row of them."""

    def __iter__(self) -> Iterator[Any]:
        own = getattr(self.field.label_from_instance, "__func__", None)
        if own is not forms.ModelChoiceField.label_from_instance:
            yield from super().__iter__()
            return
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class UnitField(forms.ModelChoiceField):
    """Choose a unit in use, of the kinds named."""

    iterator = _Units

    def __init__(self, *kinds: str, **kwargs: Any) -> None:
        units = Unit.objects.filter(closed_on=None)
        kwargs.setdefault("empty_label", "请选择")
        kwargs.setdefault("widget", forms.Select(attrs={"data-find": ""}))
        super().__init__(units.filter(kind__in=kinds) if kinds else units, **kwargs)


class EntitledField(forms.ModelChoiceField):
    """Whoever has one of the permissions by a post of today."""

    def __init__(self, *permissions: str, order: str = "username", **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **{"empty_label": "请选择", **kwargs})
        self.permissions, self.order = set(permissions), order

    def __deepcopy__(self, memo: Any) -> Any:
        """Made anew for each form: posts end."""
        found = super().__deepcopy__(memo)
        keys = [key for key, role in roles().items() if self.permissions & set(role.permissions)]
        held = Holding.objects.current().filter(post__role__in=keys)
        found.queryset = User.objects.filter(pk__in=held.values("user")).order_by(self.order)
        return found


class _Offered:
    """Rows that hang on the matter of the form: `rows(form)` gives them, `says(row)` their words. `alone`: where there is
    but one, it is chosen already. Without a matter none are offered.
    """

    queryset: Any
    initial: Any

    def __init__(
        self,
        label: str,
        rows: Callable[[Any], Any],
        says: Callable[[Any], str] = str,
        alone: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(Matter.objects.none(), label=label, **kwargs)  # type: ignore[call-arg]
        self.rows, self.says, self.alone = rows, says, alone

    def label_from_instance(self, obj: Any) -> str:
        return self.says(obj)

    def offer(self, form: ActForm) -> None:
        self.queryset = self.rows(form)
        if self.alone and len(only := self.queryset[:2]) == 1:
            self.initial = only[0].pk


class RowField(_Offered, forms.ModelChoiceField):
    """One of them."""

    def __init__(self, label: str, rows: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(label, rows, **{"empty_label": "请选择", **kwargs})


class RowsField(_Offered, forms.ModelMultipleChoiceField):
    """Some of them, to tick; no line where there is nothing to tick and nothing need be. They are asked for once."""

    widget: Any = forms.CheckboxSelectMultiple

    def offer(self, form: ActForm) -> None:
        super().offer(form)
        if self.required:
            return
        choices: Any = self.choices
        self.choices = found = list(choices)
        if not found:
            self.widget = forms.MultipleHiddenInput()


class MatterField(forms.CharField):
    """Another matter by its number, its code or the end of either; only such as the user may see. The first of its code, or
    of one `kind` wherever it stands.
    """

    def __init__(self, kind: str = "", **kwargs: Any) -> None:
        self.visible: Any = Matter.objects.none()
        self.only = {"kind": kind} if kind else {"parent": None}
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        text = clean_number(super().clean(value) or "")
        if not text:
            return None
        rows = self.visible.filter(**self.only)
        for condition in (
            {"code": text},
            {"number": text},
            {"code__endswith": text},
            {"number__contains": text},
        ):
            found = list(rows.filter(**condition).order_by("-id")[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise forms.ValidationError(f"“{text}”对应的事项不止一件，请写全登记号或编号。")
        raise forms.ValidationError(f"没有找到“{text}”，请对照登记号或编号核对。")
