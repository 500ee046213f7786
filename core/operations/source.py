"""What a guard says in its own source, for the printed tables."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def sentences(guard: Callable[..., str]) -> list[str]:
    """The refusals a guard may answer with, as the clerk reads them; what is filled in shows as …"""
    if told := guard.__dict__.get("says"):
        return list(told)
    tree = _tree(guard)
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = [_text(node) for node in ast.walk(tree) if node not in inner]
    return [text for text in texts if text.endswith("。")]


def _tree(function: Callable[..., Any]) -> ast.AST:
    """The function's source; nothing for a lambda, whose line holds more than itself."""
    if function.__name__ == "<lambda>":
        return ast.Module([], [])
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
