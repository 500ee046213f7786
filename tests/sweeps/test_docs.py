"""What the pages for people say is true: variables, targets, links, pictures, identifiers, printed tables."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.operations import tables
from core.operations.source import sentences
from core.procedure.procedure import procedures

ROOT = Path(settings.BASE_DIR)
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PICTURES = sorted(ROOT.glob("docs/screenshots/*.png"))
APPS = (
    "config",
    "tools",
    "core",
    "cases",
    "mediation",
    "petitions",
    "grid",
    "legal",
    "council",
    "command",
    "reports",
)
PROGRAMS = ("config/settings.py", "config/gunicorn.py", "tools/run.py", "tools/postgres.py")
NOT_FOR_PEOPLE = {"DJANGO_SETTINGS_MODULE", "WEB_POOL"}  # set by our own programs
LIMIT = 250_000  # bytes of a picture

READ = re.compile(r"""(?:env(?:\.\w+)?\(|environ(?:\.get|\.setdefault)?[(\[])\s*["']([A-Z][A-Z0-9_]+)["']""")
FILLED_IN = re.compile(r"\$\{([A-Z][A-Z0-9_]+)")  # docker-compose.yml
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)
TARGET = re.compile(r"(?<![\w/-])make ([a-z]+)(?![\w.])")
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets_named(text: str) -> set[str]:
    """The make targets in pieces of code."""
    pieces = re.findall(r"```.*?```|`[^`\n]*`", text, re.DOTALL)
    return {target for piece in pieces for target in TARGET.findall(piece)}


def variables() -> set[str]:
    """Everything a site can set."""
    found = {name for program in PROGRAMS for name in READ.findall(read(program))}
    for compose in ROOT.glob("*compose*.yml"):
        found |= set(FILLED_IN.findall(compose.read_text(encoding="utf-8")))
    return found - NOT_FOR_PEOPLE


@pytest.mark.parametrize("name", READMES)
def test_the_table_names_every_variable_and_no_other(name: str) -> None:
    assert set(ROW.findall(read(name))) == variables()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert targets_named(page.read_text(encoding="utf-8")) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    links = [one or two for one, two in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [link.split("#")[0] for link in links if not re.match(r"(https?:|mailto:|#)", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_both_readmes_have_the_same_commands_pictures_and_places() -> None:
    def told(name: str, adding: str) -> tuple[set[str], set[str], int, set[str]]:
        text = read(name)
        pictures = {link for link, _ in LINK.findall(text) if link.endswith(".png")}
        places = text.partition(f"### {adding}\n")[2].partition("\n## ")[0]
        words = set(re.findall(r"`([^`]+)`", places))
        return targets_named(text), pictures, places.count("\n| "), words

    assert told("README.md", "Where to add what") == told("README.zh-CN.md", "要加什么，加在哪里")


def test_pictures_are_small_and_shown() -> None:
    texts = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert PICTURES, "make shots"
    assert [path.name for path in PICTURES if path.stat().st_size > LIMIT] == []
    assert [path.name for path in PICTURES if path.name not in texts] == []


def test_printed_tables_are_what_the_code_says() -> None:
    call_command("print_docs", check=True)


def test_a_table_that_is_not_printed_anew_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "pages", lambda: {"workflows.md": "something else"})
    with pytest.raises(CommandError, match=r"workflows\.md"):
        call_command("print_docs", check=True)


def test_every_identifier_of_the_glossary_stands_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for app in APPS for path in (ROOT / app).rglob("*.py"))
    words = set(re.findall(r"\w+", code))
    cells = re.findall(r"^\| [^|]+ \| ([^|]+) \|", read("docs/glossary.md"), re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    assert len(named) > 50
    assert named - words == set()


def test_a_word_of_the_office_stands_in_the_glossary_once() -> None:
    words = re.findall(r"^\| ([^|]*[一-鿿][^|]*) \|", read("docs/glossary.md"), re.MULTILINE)
    words = [word for word in words if word != "办公用语"]
    assert len(words) == len(set(words))


# --- What the printed workflows read in the source ----------------------------------------------------


def row(kind: str, name: str):  # type: ignore[no-untyped-def]
    flow = next(procedure.workflow for procedure in procedures() if procedure.kind == kind)
    return flow.transition(name)


def test_a_guard_s_sentence_is_found_with_a_gap_for_what_is_filled_in() -> None:
    assert sentences(row("case", "call_back").guards[0]) == ["要紧情况（…）还没有解除，不能办结。"]


def test_every_guard_says_why_not() -> None:
    rows = [one for procedure in procedures() for one in procedure.workflow.transitions]
    assert [guard.__name__ for one in rows for guard in one.guards if not sentences(guard)] == []
