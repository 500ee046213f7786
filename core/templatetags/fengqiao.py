"""Parts of pages, with named arguments. A builtin library: no `load` line is needed.

`/styleguide/` shows every part; the templates under components/ say what they want.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape  # as safe as Django's and not lazy: ten thousand calls a page
from typing import Any

from django import template
from django.core.cache import cache
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    DateInput,
    DateTimeInput,
    EmailInput,
    HiddenInput,
    NumberInput,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
    TimeInput,
    Widget,
)
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from core.accounts.resubmit import WRITER, writer_field
from core.deadlines import terms
from core.values import screen_formats
from core.values.icons import BRAND, ICONS

register = template.Library()
register.simple_tag(screen_formats.when, name="when")
register.simple_tag(screen_formats.day, name="day")
_EMPTY = SafeString("")
_INPUTS = {  # all are the one template of an input
    widget.template_name
    for widget in (
        TextInput,
        NumberInput,
        EmailInput,
        HiddenInput,
        DateInput,
        DateTimeInput,
        TimeInput,
        CheckboxInput,
    )
}
# What a page with a form to fill in loads beside the scripts of the frame.
_GROUPS = {
    "form": ("rows", "combobox", "idnumber", "count", "when", "insert", "lay"),
    "counter": (
        "rows",
        "combobox",
        "idnumber",
        "count",
        "when",
        "insert",
        "look",
        "draft",
        "idreader",
        "camera",
    ),
}


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Write the block `name` a second time: the heading of a page is its title."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else _EMPTY


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """In place of Django's: who opened the form stands in it too, for when the login ends meanwhile (core.accounts.resubmit)."""
    token, user = context.get("csrf_token"), context.get("user")
    if not token or token == "NOTPROVIDED":  # noqa: S105 (what Django says where there is no request)
        return _EMPTY
    field = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    if user is None or not user.is_authenticated:
        return field
    return field + format_html('<input type="hidden" name="{}" value="{}">', WRITER, writer_field(user))


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of core/web/icons.py; an unknown name is a KeyError, so that a test finds it."""
    return ICONS[name]


@register.simple_tag
def brand() -> SafeString:
    """The bridge beside the product's name."""
    return BRAND


@register.simple_tag
@lru_cache(maxsize=100)
def script(name: str) -> SafeString:
    """A script of static/js/ by its bare name; `form` stands for all that a form to fill in needs.

    Modules: they wait for the page and share no names.
    """
    urls = ((static(f"js/{one}.js"),) for one in _GROUPS.get(name, (name,)))
    return format_html_join("\n", '<script type="module" src="{}"></script>', urls)


@register.simple_tag
def light(value: Any, plain: bool = False) -> SafeString:
    """A light: shape, word and colour. `value` has `.colour` and `.text`; None shows nothing.

    Colours: green, yellow, red, black, met, paused, idle. `plain` leaves the ground out.
    """
    if not value:
        return _EMPTY
    mark = " data-plain" if plain else ""
    return SafeString(
        f'<span class="fq-light" data-light="{escape(value.colour)}"{mark}>{conditional_escape(value.text)}</span>'
    )


@register.simple_tag
def code(value: str, short: bool = False) -> SafeString:
    """A matter's code in readable groups, or month-day and number for a narrow column."""
    parts = screen_formats.code_parts(value)
    if parts is None:
        return SafeString(f'<span class="fq-code">{escape(value)}</span>')
    region, day, number, check = map(escape, parts)
    if short:
        return SafeString(f'<span class="fq-code" title="{escape(value)}">{day[4:]}-{number}</span>')
    return SafeString(f'<span class="fq-code">{region}<b>{day}</b>{number}<b>{check}</b></span>')


@register.simple_tag
def bar(used: float, allowed: float, light: str = "", label: str = "") -> SafeString:
    """Time used against time allowed, both in one unit; what runs over stands red behind a tick."""
    whole = max(used, allowed) or 1
    return bar_parts(100 * min(used, allowed) / whole, 100 * max(used - allowed, 0) / whole, light, label)


@register.simple_tag
def bar_parts(use: float | None, over: float = 0, light: str = "", label: str = "") -> SafeString:
    """The same bar from per cents that are already known. SVG attributes, so no inline style."""
    rest = _EMPTY
    if over:
        rest = format_html(
            '<rect class="over" x="{0}" width="{1}" height="8"/>'
            '<rect class="tick" x="{0}" width="1" height="8"/>',
            f"{use or 0:.1f}",
            f"{over:.1f}",
        )
    return format_html(
        '<svg class="fq-bar" data-light="{}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="use" width="{}" height="8"/>{}</svg>',
        light,
        label,
        f"{use or 0:.1f}",
        rest,
    )


def _css_class(widget: Widget) -> str:
    """Which look a control has, beside what its form asked for."""
    if isinstance(widget, RadioSelect):  # also several ticks: CheckboxSelectMultiple is its child
        look = ""
    elif isinstance(widget, CheckboxInput):
        look = "form-check-input"
    else:
        look = "form-select" if isinstance(widget, Select) else "form-control"
    return f"{look} {widget.attrs.get('class', '')}".strip()


@register.simple_tag
def control(bound: BoundField, label: str = "", described_by: str = "") -> SafeString:
    """Only the control of a field. In a table the `label` is heard, not seen."""
    attrs: dict[str, str | bool] = {"class": _css_class(bound.field.widget)}
    if label:
        attrs["aria-label"] = label
    if described_by:
        attrs["aria-describedby"] = described_by
    return _drawn(bound, attrs)


@register.filter
def unbroken(words: str) -> SafeString:
    """On paper: a name, a day, a number between wide spaces or commas is not broken over two lines, unless it is long."""
    return SafeString(_PART.sub(lambda part: f'<span class="nw">{part[0]}</span>', escape(words)))


_PART = re.compile(r"(?<![^　，])[^　，]{1,14}(?![^　，])")


@register.filter
def plain(bound: BoundField) -> SafeString:
    """A hidden field as it is; Django takes a template for each."""
    return _drawn(bound, {})


def _drawn(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    widget = bound.field.widget
    if type(widget) is Select:
        return _select(bound, attrs)
    if type(widget).render is not Widget.render:  # it draws itself
        return bound.as_widget(attrs=attrs)
    if type(widget).template_name in _INPUTS and not bound.field.localize:
        made = _made(bound, attrs)
        value = "" if made["value"] is None else f' value="{escape(str(made["value"]))}"'
        return SafeString(
            f'<input type="{made["type"]}" name="{made["name"]}"{value}{_attrs(made["attrs"])}>'
        )
    if type(widget).template_name == Textarea.template_name and not bound.field.localize:
        made = _made(bound, attrs)
        text = escape(str(made["value"])) if made["value"] else ""
        return SafeString(f'<textarea name="{made["name"]}"{_attrs(made["attrs"])}>\n{text}</textarea>')
    return bound.as_widget(attrs=attrs)


def _made(bound: BoundField, attrs: dict[str, str | bool]) -> dict[str, Any]:
    """What a widget would give to its template. Django takes a template for every control and for every option, most of a
    page's time.
    """
    made: dict[str, Any] = bound.field.widget.get_context(
        bound.html_name, bound.value(), _named(bound, attrs)
    )["widget"]
    return made


def _named(bound: BoundField, attrs: dict[str, str | bool]) -> dict[str, Any]:
    """The attributes of a control with its id and what the field adds."""
    made: dict[str, Any] = bound.build_widget_attrs(attrs, bound.field.widget)
    if bound.auto_id and "id" not in bound.field.widget.attrs:
        made.setdefault("id", bound.auto_id)
    return made


def _attrs(attrs: Mapping[str, Any]) -> str:
    """As Django's template writes them, in the order in which they were given."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _select(bound: BoundField, attrs: dict[str, str | bool]) -> SafeString:
    """What Select renders, in one piece; its options are drawn once as long as they are the same."""
    widget: Any = bound.field.widget
    chosen = next(iter(widget.format_value(bound.value())), "")
    options = _options(tuple(_choice(*one) for one in widget.choices), chosen)
    own = flatatt(widget.build_attrs(widget.attrs, _named(bound, attrs)))
    return SafeString(f'<select name="{escape(bound.html_name)}"{own}>{options}</select>')


Choice = tuple[str, Any]  # value and words; or the words of a group and its choices


def _choice(value: Any, label: Any) -> Choice:
    if isinstance(label, list | tuple):
        return str(value), tuple(_choice(*one) for one in label)
    return "" if value is None else str(value), str(label)


@lru_cache(maxsize=500)
def _options(choices: tuple[Choice, ...], chosen: str) -> str:
    """Of several with the chosen value the first is selected."""
    lines, left = [], [chosen]

    def option(value: str, label: str) -> str:
        mark = " selected" if value in left else ""
        if mark:
            left.clear()
        return f'<option value="{escape(value)}"{mark}>{escape(label)}</option>'

    for value, label in choices:
        if isinstance(label, tuple):
            inside = "".join(option(*one) for one in label)
            lines.append(f'<optgroup label="{escape(value)}">{inside}</optgroup>')
        else:
            lines.append(option(value, label))
    return "".join(lines)


def _ticks(bound: BoundField) -> SafeString:
    """The choices of a radio or tick group, each in its label; in one piece like a select."""
    return format_html_join(
        "",
        '<label><input type="{}" name="{}" value="{}"{}><span>{}</span></label>',
        (
            (
                one.data["type"],
                one.data["name"],
                one.data["value"],
                flatatt(one.data["attrs"]),
                one.data["label"],
            )
            for one in bound.subwidgets
        ),
    )


@register.simple_tag
def field(
    bound: BoundField, hint: str = "", label: str = "", grow: bool = False, alarm: bool = False
) -> SafeString:
    """A field: label, control, help and error, tied together for those who listen. Written in one piece: a form has thirty.

    `grow` lets it take the rest of a filter bar; `alarm` colours ticked choices red (要紧情况).
    """
    widget, own, errors = bound.field.widget, bound.auto_id, bound.errors
    help_text = conditional_escape(hint or bound.help_text)
    says = [f"{own}_{part}" for part, there in (("helptext", help_text), ("error", errors)) if there]
    described_by, words = " ".join(says), conditional_escape(label or bound.label)
    must = bound.field.required
    css = "fq-field fq-grow" if grow else "fq-field"
    if isinstance(widget, RadioSelect):  # also several ticks: CheckboxSelectMultiple is its child
        several = widget.allow_multiple_selected
        more = f' aria-describedby="{described_by}"' if described_by else ""
        more += " data-alarm" if alarm else ""
        more += ' aria-invalid="true"' if errors and not several else ""
        begin = (
            f'<div class="{css}" id="{own}" tabindex="-1">\n'
            f'  <span class="fq-label{" fq-must" if must else ""}" id="{own}_label">{words}</span>\n'
            f'  <div class="fq-choices" role="{"group" if several else "radiogroup"}"'
            f' aria-labelledby="{own}_label"{more}>\n    {_ticks(bound)}\n  </div>'
        )
    elif isinstance(widget, CheckboxInput):
        box = control(bound, described_by=described_by)
        begin = (
            f'<div class="{css}">\n  <span class="fq-label"></span>\n'
            f'  <label class="form-check">{box} {words}</label>'
        )
    else:
        mark = ' class="fq-must"' if must else ""
        begin = (
            f'<div class="{css}">\n  <label for="{bound.id_for_label}"{mark}>{words}</label>\n'
            f"  {control(bound, described_by=described_by)}"
        )
    said = f'<span class="fq-help" id="{own}_helptext">{help_text}</span>' if help_text else ""
    wrong = " ".join(conditional_escape(str(one)) for one in errors)
    wrong = f'<span class="fq-error" id="{own}_error">{wrong}</span>' if errors else ""
    return SafeString(f"{begin}\n  {said}\n  {wrong}\n</div>")


@register.simple_tag
def filter_fields(filter_form: BaseForm, kept_as: str = "") -> str:
    """The fields of a filter bar. `kept_as`: where nothing is chosen they are the same for everybody and kept under this
    name for a minute, as their choices are (core.lists.filters).
    """

    def drawn() -> str:
        return render_to_string("components/filter_fields.html", {"filter_form": filter_form})

    if not kept_as or filter_form.errors or filter_form.has_changed():
        return drawn()
    return SafeString(cache.get_or_set(f"core.filter_fields.{kept_as}", drawn, 60))


@register.inclusion_tag("components/form.html")
def form(form: BaseForm, asks: bool = False) -> dict[str, Any]:
    """All visible fields, the hidden ones, and above them what must be mended, each with a link.

    `asks`: it asks for something to be shown, so nothing is said of saving.
    """
    wrong = [(b.auto_id, b.label, " ".join(map(str, b.errors))) for b in form.visible_fields() if b.errors]
    hidden = [error for b in form.hidden_fields() for error in b.errors]
    return {"form": form, "asks": asks, "wrong": wrong, "general": [*form.non_field_errors(), *hidden]}


@register.inclusion_tag("components/rows.html")
def rows(
    formset: "BaseFormSet[Any]", legend: str = "", hint: str = "", add: str = "加一行"
) -> dict[str, Any]:
    """A formset as a table with one line a form; Alt A adds a line where there is JavaScript."""
    shown_fields = [b for b in formset.empty_form.visible_fields() if b.name != "DELETE"]
    columns = [(b.label, b.field.widget.attrs.get("data-width", "")) for b in shown_fields]
    return {"formset": formset, "columns": columns, "legend": legend, "hint": hint, "add": add}


@register.simple_tag
def row_control(bound: BoundField, number: int | str) -> SafeString:
    """A control in a line of rows: heard with the number of its line, tied to its error."""
    error = f"{bound.auto_id}_error" if bound.errors else ""
    return control(bound, label=f"第 {number} 行 {bound.label}", described_by=error)


@register.simple_tag
def choices(list_id: str, options: Iterable[tuple[str, str]]) -> SafeString:
    """The list of a field that has `list=list_id` and `data-combobox`: (value, search keys) pairs.

    Keys are whatever else finds the value: code, pinyin initials. Without JavaScript the
    browser's own list works with the same values and keys.
    """
    return _datalist(list_id, tuple((value, keys) for value, keys in options))


@lru_cache(maxsize=50)
def _datalist(list_id: str, options: tuple[tuple[str, str], ...]) -> SafeString:
    """Hundreds of places and classes that change once in a month, for every form."""
    lines = format_html_join("", '<option value="{}" label="{}"></option>', options)
    return format_html('<datalist id="{}">{}</datalist>', list_id, lines)


@register.simple_tag
def matter_rows(lines: Iterable[Any], bulk: bool = False) -> SafeString:
    """The lines of components/matters.html (core.lists.table.Row). Written in one piece: fifty lines of ten cells
    each took half of a list's time as template nodes. Whatever comes from people is escaped here.
    """
    made = []
    for line in lines:
        title = escape(line.title)
        pick = f'<td class="fq-pick">{_pick(line.pk, title)}</td>' if bulk else ""
        found = f'<small class="fq-found-in">{conditional_escape(line.found)}</small>' if line.found else ""
        cells = "".join(
            f'<td class="{css}" data-label="{escape(label)}">{escape(text)}</td>'
            for css, label, text in line.cells
        )
        made.append(
            f'<tr>{pick}<td class="fit">{light(line.light)}</td>'
            f'<td class="fit"><a href="{line.url}" class="fq-codelink">{code(line.code, short=True)}</a></td>'
            f'<td class="cut"><a class="fq-plainlink" href="{line.url}" title="{title}">{title}</a>{found}</td>'
            f"{cells}</tr>"
        )
    return SafeString("\n".join(made))


def _pick(pk: int, title: str) -> str:
    return (
        f'<input class="form-check-input" type="checkbox" name="pick" value="{pk}" form="bulk"'
        f' aria-label="选 {title}" data-pick>'
    )


@register.inclusion_tag("components/now.html")
def now_bar(actions: Iterable[Any], idle: str = "") -> dict[str, Any]:
    """What can be done now, and what cannot with the reason; `idle` is said where nothing can. See components/now.html."""
    given = list(actions)
    return {
        "idle": idle,
        "open": [a for a in given if not (a.refused or a.aside)],
        "aside": [a for a in given if a.aside and not a.refused],
        "refused": [a for a in given if a.refused],
    }


@register.inclusion_tag("components/pager.html")
def pager(page: Any, legend: bool = False) -> dict[str, Any]:
    """Keyset pager: `.text`, `.previous_url`, `.next_url`, `.sizes` of (text, url or empty)."""
    return {"page": page, "legend": legend, "yellow": terms.YELLOW, "black": terms.BLACK}
