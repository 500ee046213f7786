"""Does a test fail when the law is read wrongly? `python -m bench.mutants [file …]`: of each function of the files one thing
is changed at a time, and the tests that come through it run, quickest first, until one fails.

The kept tools for this start the tests anew for each change: half a minute of database and cast before the first test.
Here one run of pytest stands ready, and a child of it, made by fork, tries each change on connections of its own. First one
in which nothing is changed: what fails there would kill anything.
"""

import ast
import contextlib
import copy
import functools
import gc
import inspect
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

BASE = Path(__file__).resolve().parent.parent
FILES = (
    "core/deadlines/terms.py",
    "core/deadlines/clocks.py",
    "core/deadlines/workdays.py",
    "core/procedure/transitions.py",
    "core/workflow/permissions.py",
    "core/access/exclusions.py",
    "core/models/gate.py",
    "core/exchange/import_rows.py",
)
TESTS = (
    "tests/core/test_clocks.py",
    "tests/core/test_calendar.py",
    "tests/core/test_terms.py",
    "tests/core/test_quick.py",
    "tests/core/test_gate.py",
    "tests/core/test_acting.py",
    "tests/core/test_keeping.py",
    "tests/core/test_sealed.py",
    "tests/core/test_imports.py",
    "tests/core/test_import_questions.py",
    "tests/core/test_import_tables.py",
    "tests/core/test_kernel.py",
    "tests/core/test_toy_room.py",
    "tests/petitions/test_dates.py",
    "tests/mediation/test_barred.py",
    "tests/cases/test_accusations.py",
    "tests/cases/test_named_as_accused.py",
)
SLOW = 8.0  # seconds: a test that takes longer tries no change
PATIENCE = (
    20,
    4,
)  # seconds, and times what the tests took unchanged: what runs into it is killed, and counts so
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of one function."""

    file: str
    function: str
    line: int
    change: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.change}"


# --- Changes -------------------------------------------------------------------------------------------------------------


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """What may be read wrongly at this place: words, and what does it to a copy of the node."""
    if isinstance(node, ast.Compare):
        for place, sign in enumerate(node.ops):
            if other := SWAPS.get(type(sign)):
                yield (
                    f"{_name(sign)} → {other.__name__}",
                    functools.partial(_compare, place=place, other=other),
                )
    elif isinstance(node, ast.BoolOp | ast.BinOp) and (other := SWAPS.get(type(node.op))):
        yield f"{_name(node.op)} → {other.__name__}", functools.partial(_operator, other=other)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", _without_not
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} → {value}", functools.partial(_constant, value=value)
    elif isinstance(node, ast.IfExp | ast.If | ast.While):
        yield "the other way", _other_way
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield "returns None", _returns_none
    elif isinstance(node, ast.Raise | ast.AugAssign) or _is_call(node):
        yield "left out", _left_out


def _name(sign: ast.AST) -> str:
    return type(sign).__name__


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _compare(node: ast.Compare, place: int, other: type) -> None:
    node.ops[place] = other()


def _operator(node: Any, other: type) -> None:
    node.op = other()


def _without_not(node: ast.UnaryOp) -> None:
    node.op, node.operand = ast.Not(), ast.copy_location(ast.UnaryOp(ast.Not(), node.operand), node)


def _constant(node: ast.Constant, value: Any) -> None:
    node.value = value


def _other_way(node: Any) -> None:
    node.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)


def _returns_none(node: ast.Return) -> None:
    assert node.value
    node.value = ast.copy_location(ast.Constant(None), node.value)


def _left_out(node: Any) -> None:
    """In place of the statement: a constant that nobody reads."""
    node.__class__, fields = ast.Expr, dict(node.__dict__)
    for name in fields:
        if name in ("exc", "cause", "target", "op"):
            delattr(node, name)
    node.value = ast.copy_location(ast.Constant(None), node)


def mutants(file: str) -> Iterator[Mutant]:
    """All changes of the functions of a file; what only makes words, tables and annotations is left alone."""
    path = str(BASE / file)
    tree = ast.parse(Path(path).read_text())
    inside = [node for function in ast.walk(tree) if _is_function(function) for node in _body(function)]
    places = {id(node): number for number, node in enumerate(ast.walk(tree))}
    for node in sorted({id(one): one for one in inside}.values(), key=lambda one: places[id(one)]):
        for words, change in changes(node):
            changed = copy.deepcopy(tree)
            change(next(one for number, one in enumerate(ast.walk(changed)) if number == places[id(node)]))
            whole = compile(ast.fix_missing_locations(changed), path, "exec")
            line = node.lineno  # type: ignore[attr-defined]
            for code in _functions(whole):
                if code.co_firstlineno <= line <= _last_line(code) and _differs(code, path):
                    yield Mutant(file, code.co_qualname, line, words, code)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.Lambda)


def _body(function: Any) -> Iterator[ast.AST]:
    for statement in function.body if isinstance(function.body, list) else [function.body]:
        yield from ast.walk(statement)


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Those of the module and of its classes; what is defined inside a function is made anew by it."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & inspect.CO_OPTIMIZED:
                yield one
            else:
                yield from _functions(one)


def _last_line(code: CodeType) -> int:
    inner = [_last_line(one) for one in code.co_consts if isinstance(one, CodeType)]
    return max([line for *_, line in code.co_lines() if line] + inner)


@functools.cache
def _own(path: str) -> dict[tuple[str, int], CodeType]:
    found = _functions(compile(Path(path).read_text(), path, "exec"))
    return {(code.co_qualname, code.co_firstlineno): code for code in found}


def _differs(code: CodeType, path: str) -> bool:
    own = _own(path).get((code.co_qualname, code.co_firstlineno))
    return own is not None and own != code and len(own.co_freevars) == len(code.co_freevars)


# --- Which tests come through a function, and the change made ------------------------------------------------------------


class Through:
    """Plugin: runs all tests once, noting through which functions of the files each goes; then every change."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.files = files
        self.paths = {str(BASE / file): file for file in files}
        self.tests: dict[tuple[str, str], dict[Any, float]] = defaultdict(dict)
        self.survived: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._first_run(session)
        for file in self.files:
            self._try_all(session, file)
        return True

    def _first_run(self, session: pytest.Session) -> None:
        for number, item in enumerate(session.items):
            later = session.items[
                (number + 1) % len(session.items)
            ]  # what all share stays up for the children
            through: set[tuple[str, str]] = set()
            started = time.monotonic()
            sys.setprofile(functools.partial(self._note, through))
            reports = runtestprotocol(item, nextitem=later, log=False)
            sys.setprofile(None)
            took = time.monotonic() - started
            if any(report.failed for report in reports):
                raise pytest.UsageError(f"{item.nodeid} fails before anything is changed")
            if took <= SLOW:
                for function in through:
                    self.tests[function][item] = took

    def _note(self, through: set[tuple[str, str]], frame: Any, event: str, _arg: Any) -> None:
        if event == "call" and frame.f_code.co_filename in self.paths:
            through.add((self.paths[frame.f_code.co_filename], frame.f_code.co_qualname))

    def _try_all(self, session: pytest.Session, file: str) -> None:
        self._leave_out_what_fails_unchanged(file)
        tried, survived = 0, []
        for mutant in mutants(file):
            tests = self.tests.get((file, mutant.function), {})
            tried += 1
            if not tests or not self._killed(mutant, tests):
                survived.append(mutant)
                print(f"  survives ({len(tests)} tests): {mutant}", flush=True)
        share = 100 * (tried - len(survived)) / max(tried, 1)
        print(f"{file}: {tried} changes, {tried - len(survived)} killed ({share:.0f} %)", flush=True)
        self.survived += survived

    def _leave_out_what_fails_unchanged(self, file: str) -> None:
        """A child is no first run: what another test left is there."""
        of_file = {function: tests for function, tests in self.tests.items() if function[0] == file}
        known = {item: took for tests in of_file.values() for item, took in tests.items()}
        while known and (failed := self._failed(None, known)) is not None:
            print(f"  left out, fails in a child where nothing is changed: {failed.nodeid}", flush=True)
            for tests in (known, *of_file.values()):
                tests.pop(failed, None)

    def _killed(self, mutant: Mutant, tests: dict[Any, float]) -> bool:
        return self._failed(mutant, tests) is not None

    def _failed(self, mutant: Mutant | None, tests: dict[Any, float]) -> Any:
        """In a child: the change made, the tests in turn. The first that fails, breaks, or never ends; None where all hold."""
        from django.db import connection

        connection.close()  # parent and child may not talk to the database through one socket
        ordered = _in_order(tests)
        read, write = os.pipe()
        if not (child := os.fork()):
            with contextlib.suppress(BaseException):
                least, times = PATIENCE
                signal.alarm(least + int(times * sum(tests.values())))  # its default: the child ends
                _change(mutant)
                for place, (item, later) in enumerate(zip(ordered, [*ordered[1:], ordered[-1]], strict=True)):
                    os.write(write, place.to_bytes(2, "big"))
                    if any(one.failed for one in runtestprotocol(item, nextitem=later, log=False)):
                        os._exit(1)
                os._exit(0)
            os._exit(1)
        os.close(write)
        fine = os.waitpid(child, 0)[1] == 0
        begun = os.read(read, 2 * len(ordered))
        os.close(read)
        return None if fine else ordered[int.from_bytes(begun[-2:], "big")]


def _in_order(tests: dict[Any, float]) -> list[Any]:
    """The quickest first, those of a file together: each builds its scene once."""
    quickest: dict[Any, float] = {}
    for item, took in tests.items():
        quickest[item.path] = min(took, quickest.get(item.path, took))
    return sorted(tests, key=lambda item: (quickest[item.path], str(item.path), tests[item]))


def _change(mutant: Mutant | None) -> None:
    """In every function of this name and place, and away with whatever the old one has said."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    gc.unfreeze()  # tests/conftest.py put what was there at the start out of sight
    path = str(BASE / mutant.file) if mutant else ""
    module = mutant.file.removesuffix(".py").replace("/", ".") if mutant else ""
    for one in gc.get_objects():
        if mutant and isinstance(one, FunctionType) and one.__code__.co_filename == path:
            same = one.__code__.co_qualname == mutant.function
            if same and one.__code__.co_firstlineno == mutant.code.co_firstlineno:
                one.__code__ = mutant.code
        elif isinstance(one, functools._lru_cache_wrapper):
            one.cache_clear()
        elif mutant and type(one).__module__ == module:
            for name, told in vars(type(one)).items():
                if isinstance(told, functools.cached_property):
                    vars(one).pop(name, None)


def main() -> int:
    """0 where each change was tried; the survivors are on the screen."""
    files = tuple(sys.argv[1:]) or FILES
    plugin = Through(files)
    code = pytest.main(["-q", "-s", "-p", "no:cacheprovider", "--no-header", *TESTS], [plugin])
    print(f"{len(plugin.survived)} changes survive.")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
