"""What a guard or an effect says in its own source, for the printed tables: its sentences, its clocks."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from core.deadlines.clocks import ClockRule


def sentences(guard: Callable[..., str]) -> list[str]:
    """The refusals a guard may answer with, as the clerk reads them; what is filled in shows as …"""
    if told := guard.__dict__.get("says"):
        return list(told)
    tree = _tree(guard)
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [_text(node) for node in ast.walk(tree) if node not in inner]
    return [text for text in texts if text.endswith("。")]


def started(effect: Callable[..., Any]) -> list[ClockRule]:
    """The rules an effect may start a clock of."""
    found: list[ClockRule] = []
    for function in _reached(effect):
        calls = [node for node in ast.walk(_tree(function)) if isinstance(node, ast.Call)]
        first = [
            call.args[0] for call in calls if ast.unparse(call.func).split(".")[-1] == "Start" and call.args
        ]
        found += _rules(function, first)
    return list(dict.fromkeys(found))


def cancelled(effect: Callable[..., Any]) -> list[ClockRule]:
    """The rules whose clocks an effect may cancel."""
    found: list[ClockRule] = []
    for function in _reached(effect):
        words = [node for node in ast.walk(_tree(function)) if isinstance(node, ast.keyword)]
        found += _rules(function, [word.value for word in words if word.arg == "cancels"])
    return list(dict.fromkeys(found))


def _reached(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The function and those of its package that it calls, directly or through others."""
    reached, ahead = [], [function]
    while ahead:
        here = ahead.pop()
        if here in reached:
            continue
        reached.append(here)
        names = {node.id for node in ast.walk(_tree(here)) if isinstance(node, ast.Name)}
        called = (here.__globals__.get(name) for name in sorted(names))
        package = here.__module__.rpartition(".")[0]
        ahead += [one for one in called if inspect.isfunction(one) and one.__module__.startswith(package)]
    return reached


def _tree(function: Callable[..., Any]) -> ast.AST:
    """The function's source; nothing for a lambda, whose line holds more than itself."""
    if function.__name__ == "<lambda>":
        return ast.Module([], [])
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _rules(function: Callable[..., Any], nodes: Iterable[ast.AST]) -> list[ClockRule]:
    """Each rule that the expressions name, directly, in a table of rules or through a local name."""
    local = {
        target.id: node.value
        for node in ast.walk(_tree(function))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = [rule for node in nodes for rule in _named(node, function.__globals__, local)]
    return list(dict.fromkeys(found))


def _named(node: ast.AST, names: Mapping[str, Any], local: Mapping[str, ast.expr]) -> Iterator[ClockRule]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in local:
            rest = {name: value for name, value in local.items() if name != part.id}
            yield from _named(local[part.id], names, rest)
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            value = getattr(names.get(part.value.id), part.attr, None)
            values = value.values() if isinstance(value, Mapping) else [value]
            yield from (rule for rule in values if isinstance(rule, ClockRule))
