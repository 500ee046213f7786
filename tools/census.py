"""`make census`: the measures of the structure. `python -m tools.census --check`: what must not be, with exit code 1.

What a room is called is computed from what the rooms declare, so a new room is looked for without an edit here.
"""

import ast
import io
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CODE = (
    "core",
    "cases",
    "mediation",
    "petitions",
    "grid",
    "legal",
    "council",
    "command",
    "reports",
    "tools",
    "config",
)
# Names of apps and kinds that are everyday English too: they count where code uses them, not where a sentence does.
EVERYDAY = {
    "case",
    "cases",
    "report",
    "reports",
    "legal",
    "grid",
    "council",
    "motion",
    "motions",
    "order",
    "orders",
    "command",
    "commands",
    "supervision",
}
ASIDE = ("config", "tests", "tools", "bench", "docs", ".venv", "var", "deploy")
ASKING_A_KIND = ("open_matter", "all_of", "document_kind", "open_many")
REVERSING = ("reverse", "reverse_lazy", "redirect", "resolve_url")
NAMING_NONE = ("core", "reports")
TEN, THIRTY = 10, 30


def main(arguments: list[str]) -> int:
    _start()
    if "--check" not in arguments:
        for title, lines in _measures():
            print(f"\n{title}")
            print("\n".join(f"  {line}" for line in lines))
        return 0
    wrong = [str(found) for found in _found(NAMING_NONE)]
    print("\n".join(wrong) or f"{' and '.join(NAMING_NONE)} name no room.")
    return 1 if wrong else 0


def _start() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

    django.setup()


# --- Which files name a room that is not theirs ---------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What a room is called in code, addresses and on the screen."""

    room: str
    names: frozenset[str]
    urls: frozenset[str]
    captions: frozenset[str]

    @classmethod
    def of(cls, room: Any) -> "Words":
        """An address whose page is the kernel's own (a register, an intake) is a name of the kernel."""
        kinds = {procedure.kind for procedure in room.procedures}
        patterns = __import__(room.urls, fromlist=["urlpatterns"]).urlpatterns
        own = {one.name for one in patterns if not one.callback.__module__.startswith("core.")}
        return cls(
            room.app,
            frozenset({room.app, *kinds}),
            frozenset(own),
            frozenset(
                [entry.label for entry in room.menu if entry.url in own]
                + [procedure.label for procedure in room.procedures]
                + [procedure.listing.label for procedure in room.procedures if procedure.listing]
                + [room.label]
            )
            - _own_words(),
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A dotted name (permission, module), an accessor of its table, a name that is nothing but a room's."""
        telling = self.names - EVERYDAY
        dotted = rf"(?<![\w./]){self.room}\.[a-z_]\w*"
        accessor = rf"\bas_(?:{'|'.join(self.names)})\b"
        plain = [rf"(?i:\b{name}s?\b|_{name}s?\b|\b{name}s?_)" for name in telling]
        return re.compile("|".join([dotted, accessor, *plain]))

    def said(self, text: str, home: str) -> Iterator[str]:
        """What of it a text names; captions are looked for in the kernel's files only: elsewhere they are words of a
        form or of a number.
        """
        yield from (match[0] for match in self.pattern.finditer(text))
        if home == "core":
            yield from (caption for caption in self.captions if caption in text)

    @cached_property
    def literals(self) -> frozenset[str]:
        """Strings that are nothing but a name of it, wherever they stand."""
        return self.names - EVERYDAY


def _own_words() -> set[str]:
    """Words of the kernel that a room may use for itself: 事项, 统计与管理, kinds of units as the law has them."""
    from core.models import Matter, Unit
    from core.procedure.room import rooms

    return {str(Matter._meta.verbose_name), rooms()[-1].label, *map(str, Unit.Kind.labels)}


@dataclass(frozen=True)
class Found:
    home: str
    file: Path
    line: int
    room: str
    word: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: names {self.room}: {self.word}"


def _found(homes: Collection[str] = ()) -> Iterator[Found]:
    """Every place outside a room, config and tests aside, that names it; `homes`: looked for in these only."""
    from core.procedure.room import rooms

    *others, _ = (Words.of(room) if room.app != "core" else None for room in rooms())
    words = [one for one in others if one]
    for file in sorted(_files()):
        home = _home(file, words)
        for room in words if not homes or home in homes else ():
            if home != room.room:
                yield from (
                    Found(home, file, line, room.room, word) for line, word in _in_file(file, room, home)
                )


def _files() -> Iterator[Path]:
    for path in _git("ls-files", "*.py", "*.html", "static/*.js", "static/*.css"):
        file = Path(path)
        if file.parts[0] not in ASIDE and "migrations" not in file.parts:
            yield file


def _home(file: Path, words: Iterable[Words]) -> str:
    """The room that a file belongs to, or core, the kernel and what has no room. A paper's template belongs to whoever names it."""
    from core.procedure.room import rooms

    name = str(file).removeprefix("templates/")
    for room in rooms():
        if file.parts[0] == room.app or name.startswith(f"{room.app}/") or name in _papers(room.app):
            return room.app
    prefix = re.match(r"documents/_?([a-z]+)", name)
    return next((room.room for room in words if prefix and prefix[1] in room.names), "core")


@cache
def _papers(app: str) -> frozenset[str]:
    """Templates of papers that the files of an app name."""
    text = "".join((ROOT / file).read_text() for file in _python(app)) if app != "core" else ""
    names = (path.stem for path in (ROOT / "templates/documents").iterdir())
    return frozenset(f"documents/{name}.html" for name in names if re.search(rf"\b{name}\b", text))


def _in_file(file: Path, room: Words, home: str) -> Iterator[tuple[int, str]]:
    text = (ROOT / file).read_text()
    if file.suffix == ".py":
        yield from _in_tokens(text, room, home)
        yield from _in_tree(_parsed(text), room)
        return
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, word) for word in room.said(line, home))
        asked = re.findall(r"""\{% url ["']([\w:]+)""", line)
        yield from ((number, f"address {name}") for name in asked if name in room.urls)


def _in_tokens(text: str, room: Words, home: str) -> Iterator[tuple[int, str]]:
    """Names, strings and comments; a line with a kind of unit is the law's."""
    for line, word in _tokens(text):
        yield from ((line, found) for found in room.said(word, home))


@lru_cache(maxsize=1)  # every room looks at the same file, one after another
def _tokens(text: str) -> list[tuple[int, str]]:
    law = [f'"{word}"' for word in _own_words()]
    return [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type != tokenize.OP and not any(word in token.line for word in law)
    ]


@lru_cache(maxsize=1)
def _parsed(text: str) -> ast.AST:
    return ast.parse(text)


def _in_tree(tree: ast.AST, room: Words) -> Iterator[tuple[int, str]]:
    """What is imported, strings that are a kind, addresses that are asked for, permissions by prefix."""
    for line, what, name in _said_in(tree):
        if what == "import" and name.split(".")[0] == room.room:
            yield line, f"import {name}"
        elif what == "text" and name in room.literals and not _of_a_unit(name):
            yield line, f'"{name}"'
        elif what == "kind" and name in room.names & EVERYDAY:
            yield line, f'kind "{name}"'
        elif what == "address" and name in room.urls:
            yield line, f"address {name}"


@lru_cache(maxsize=1)
def _said_in(tree: ast.AST) -> list[tuple[int, str, str]]:
    """All that a file imports, all its strings, the kinds and the addresses that it asks for, with their lines."""
    found: list[tuple[int, str, str]] = []
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.ImportFrom):
            found.append((line, "import", node.module or ""))
        elif isinstance(node, ast.Import):
            found += [(line, "import", one.name) for one in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append((line, "text", node.value))
        elif isinstance(kind := _kind_in(node), str):
            found.append((line, "kind", kind))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REVERSING and node.args:
            found.append((line, "address", str(getattr(node.args[0], "value", ""))))
    return found


def _kind_in(node: ast.AST) -> Any:
    """The string that a place asks for as a kind: kind="case", {"kind": "case"}, by_kind()["case"], x.kind == "case"."""
    found: ast.AST | None = None
    if isinstance(node, ast.keyword) and node.arg == "kind":
        found = node.value
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        found = next((value for key, value in pairs if getattr(key, "value", "") == "kind"), None)
    elif isinstance(node, ast.Subscript) and "by_kind" in ast.dump(node.value):
        found = node.slice
    elif isinstance(node, ast.Compare | ast.Assign) and "kind" in ast.dump(node):
        found = node.comparators[0] if isinstance(node, ast.Compare) else node.value
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASKING_A_KIND and node.args:
        found = node.args[0]
    return getattr(found, "value", None) if isinstance(found, ast.Constant) else None


def _of_a_unit(text: str) -> bool:
    from core.models import Unit

    return text in Unit.Kind.values


# --- The measures -----------------------------------------------------------------------------------------------


def _measures() -> Iterator[tuple[str, list[str]]]:
    yield "Lines of Python without migrations", _lines()
    found: dict[tuple[str, Path], list[Found]] = {}
    for one in _found():
        found.setdefault((one.room, one.file), []).append(one)
    listed = [
        f"{file} names {room} ({len(places)}): {', '.join(dict.fromkeys(one.word for one in places))[:120]}"
        for (room, file), places in sorted(found.items())
    ]
    yield f"Files outside a room that name it: {len({file for _, file in found})}", listed
    yield "Functions", list(_functions())
    yield "Rows of workflow tables", list(_transitions())
    result = subprocess.run(
        [sys.executable.replace("python3", "lint-imports").replace("python", "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    yield "Layers", [line for line in result.stdout.splitlines() if re.search(r"KEPT|BROKEN|kept,", line)]


def _lines() -> list[str]:
    counts = {app: sum(len((ROOT / file).read_text().splitlines()) for file in _python(app)) for app in CODE}
    four = sum(counts[app] for app in ("core", "cases", "mediation", "reports"))
    return [
        *(f"{app:10} {count:6,}" for app, count in counts.items()),
        f"core + cases + mediation + reports {four:,}",
    ]


def _python(app: str) -> list[Path]:
    return [Path(name) for name in _git("ls-files", f"{app}/*.py") if "/migrations/" not in name]


def _functions() -> Iterator[str]:
    lengths: list[int] = []
    long: list[str] = []
    for app in CODE:
        for file in _python(app):
            for node in ast.walk(ast.parse((ROOT / file).read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lengths.append(_length(node))
                    if lengths[-1] > THIRTY:
                        long.append(f"{lengths[-1]:3} {file}:{node.lineno} {node.name}{_reason(node)}")
    short = sum(length <= TEN for length in lengths)
    yield f"{len(lengths)}, of ten lines or fewer {100 * short / len(lengths):.1f} %, over thirty {len(long)}:"
    yield from sorted(long, reverse=True)


def _length(node: Any) -> int:
    """From `def` to the end, decorators and docstring aside."""
    doc = node.body[0] if ast.get_docstring(node) is not None else None
    return node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)


def _reason(node: Any) -> str:
    """A long function says in its docstring why it is one piece: 'One piece: …' or 'Long: …'."""
    said = ast.get_docstring(node) or ""
    return "" if re.search(r"\b(one piece|long because|long:)", said, re.I) else " (no reason given)"


def _transitions() -> Iterator[str]:
    from core.procedure.transitions import Transition

    columns = fields(Transition)
    yield f"columns {len(columns)}, booleans {sum(field.type in (bool, 'bool') for field in columns)}"
    spans: list[int] = []
    for app in CODE:
        texts = ((ROOT / file).read_text() for file in _python(app))
        own = [span for text in texts if "Transition(" in text for span in _spans(ast.parse(text))]
        if own:
            spans += own
            yield f"{app}: {len(own)} rows of {sum(own) / len(own):.1f} lines"
    yield f"together {sum(spans) / max(len(spans), 1):.1f} lines a row"


def _spans(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Transition":
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def _git(*arguments: str) -> list[str]:
    """Tracked files, and new ones that are not ignored."""
    asked = ["git", arguments[0], "--cached", "--others", "--exclude-standard", *arguments[1:]]
    names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
