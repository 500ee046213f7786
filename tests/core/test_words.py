"""What the office reads: after an act, and where a field was left empty."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin

from core.procedure.procedure import procedures
from core.procedure.transitions import IN_BULK, NEVER, Transition
from core.values.form_base import Form, Named

APPS = (
    "cases",
    "command",
    "config",
    "core",
    "council",
    "grid",
    "legal",
    "mediation",
    "petitions",
    "reports",
    "tools",
)
ROWS = [
    (procedure.kind, row)
    for procedure in procedures()
    for row in procedure.workflow.transitions
    if NEVER not in row.show
]


def sentences(row: Transition) -> list[str]:
    done = row.words.done
    return [done] if isinstance(done, str) else list(done.values())


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=lambda one: getattr(one, "name", one))
def test_every_act_says_what_happened(kind: str, row: Transition) -> None:
    """A sentence of its own, one for each status that it may lead to; never the button's word with 已 before it."""
    for sentence in sentences(row):
        assert sentence.endswith("。") and len(sentence) > 5, row.name
        assert sentence != f"已{row.label}。", row.name
    if isinstance(row.words.done, str):
        several = len(row.targets) > 1 and not row.moves.opens and row.target is not None
        assert not several, f"{row.name} leads to several: say which"
    else:
        stays = row.sources if isinstance(row.to, tuple) and None in row.to else set()
        assert {str(one) for one in row.words.done} == {str(one) for one in row.targets | stays}, row.name
        assert IN_BULK not in row.show, f"{row.name}: a list says one sentence of all"


def test_an_act_that_makes_a_paper_says_so_where_it_must_be_handed_out() -> None:
    """A paper for a citizen is of no use in the cabinet: refusals, endings and notices are printed at once, by whom may be said."""
    handed_out = {"elsewhere", "refuse", "end", "hand_over", "check_agreement"}
    said = [(kind, row.name, sentences(row)[0]) for kind, row in ROWS if row.name in handed_out]
    assert [one for one in said if "打印" not in one[2]] == []


# --- Empty fields ---------------------------------------------------------------------------------------------


def modules() -> Iterator[Any]:
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in found.name and not found.name.startswith(
                ("config.gunicorn", "tools.run", "config.settings")
            ):
                yield importlib.import_module(found.name)


def form_classes() -> set[type]:
    """Every form class that stands in our modules."""
    return {
        thing
        for module in modules()
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, forms.BaseForm)
        and thing.__module__.split(".")[0] in APPS
    }


def test_every_form_names_the_field_that_was_left_empty() -> None:
    found = form_classes()
    assert len(found) > 60
    asks = {
        form for form in found if any(field.required for field in getattr(form, "base_fields", {}).values())
    }
    assert sorted(form.__qualname__ for form in asks if not issubclass(form, Named)) == []
    for model, desk in admin.site._registry.items():
        assert issubclass(desk.form, Named) or model._meta.app_label not in APPS, model


def test_the_sentence_names_the_field_and_whether_one_writes_or_chooses() -> None:
    class Sample(Form):
        court = forms.CharField(label="法院")
        way = forms.ChoiceField(label="方式", choices=[("a", "上门")])
        own = forms.CharField(label="诉求", error_messages={"required": "请记下诉求，一句也行。"})

    assert Sample({}).errors == {
        "court": ["请填写法院。"],
        "way": ["请选择方式。"],
        "own": ["请记下诉求，一句也行。"],
    }


def test_a_limit_is_said_with_the_field_s_name() -> None:
    class Asked(Form):
        place = forms.CharField(label="地点", max_length=4)
        days = forms.IntegerField(label="天数", min_value=1, max_value=60)

    said = {"地点最多 4 字，现在有 5 字。", "天数不能超过 60。", "天数不能小于 1。"}
    found = [Asked({"place": "桃坞村二组", "days": days}).errors for days in (61, 0)]
    assert {str(one) for errors in found for several in errors.values() for one in several} == said


def test_a_label_makes_a_sentence() -> None:
    """请填写… goes before it: no question, no stop, no bare verb."""
    for form in form_classes():
        for name, field in getattr(form, "base_fields", {}).items():
            if field.required and not field.widget.is_hidden:
                label = str(field.label or "")
                silent = field.error_messages["required"] is forms.Field.default_error_messages["required"]
                assert (
                    not silent
                    or not label
                    or (label[-1] not in "？。：" and not label.startswith(("谁", "哪", "从", "怎样")))
                ), (
                    form,
                    name,
                )


# --- The handbook ---------------------------------------------------------------------------------------------

BASE = Path(settings.BASE_DIR)
PRESSED = re.compile(r"(?:点|按|选|勾|打开)“([^”]+)”")
NAMED = re.compile(
    r"<(button|a|summary|label|h1|h2|legend)\b[^>]*>(.*?)</\1>|\blabel=\"([^\"]+)\"|{% block title %}(.*?){%",
    re.S,
)


def words_of_the_code() -> Iterator[str]:
    """Every text that stands alone: labels of rows, fields and choices, of the menu and the roles."""
    for app in APPS:
        for path in (BASE / app).rglob("*.py"):
            if "migrations" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value


def words_of_the_pages() -> Iterator[str]:
    """What stands on buttons, links, folds and headings; without keys and icons."""
    for path in (BASE / "templates").rglob("*.html"):
        page = re.sub(r"<kbd.*?</kbd>|{%\s*icon [^%]*%}", "", path.read_text())
        for found in NAMED.finditer(page):
            text = next(filter(None, found.groups()[1:]), "")
            yield from re.split(r"{%.*?%}|{{.*?}}|<[^>]+>", text)


def test_the_handbook_uses_the_words_on_the_buttons() -> None:
    known = {"".join(word.split()) for word in (*words_of_the_code(), *words_of_the_pages())} - {""}
    unknown = [
        (page.name, quoted)
        for page in sorted((BASE / "docs/handbook").glob("*.md"))
        for quoted in PRESSED.findall(page.read_text())
        if not any(word.startswith("".join(quoted.split())) for word in known)
    ]
    assert unknown == []


def test_the_handbook_quotes_only_what_can_be_read_somewhere() -> None:
    """Names of pages, fields, states and marks; not what people say."""
    spoken = {
        "什么时候发生",
        "什么时候录入",
        "村镇办·承办人",
        "不归我们管",
        "139……（儿子）",
        "第2期",
        "待2027年日历",
        "没有仲裁协议时",
    }
    scripts = [path.read_text() for path in (BASE / "static/js").glob("*.js")]
    pages = [
        re.sub(r"<[^>]+>|{%.*?%}", "", path.read_text()) for path in (BASE / "templates").rglob("*.html")
    ]
    data = [
        path.read_text()
        for path in (*(BASE / "core/data").rglob("*.csv"), *(BASE / "cases/data").rglob("*.csv"))
    ]
    read = "".join("\n".join([*words_of_the_code(), *scripts, *pages, *data]).split())
    for page in sorted((BASE / "docs/handbook").glob("*.md")):
        for quoted in re.findall(r"“([^”]+)”", page.read_text()):
            word = "".join(quoted.split())
            assert word in read or word in spoken, (page.name, quoted)
