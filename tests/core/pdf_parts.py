"""What a PDF is made of, read without a library: each stream may use only what its resources name."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.S)
_USED = re.compile(rb"/([^\s/<>\[\]()]+)(?:\s+[\d.]+)?\s+(gs|Tf|Do)\b")
_KINDS = {b"gs": b"ExtGState", b"Tf": b"Font", b"Do": b"XObject"}


class Parts:
    """The objects of a file, by number."""

    def __init__(self, data: bytes) -> None:
        self.objects: dict[int, tuple[bytes, bytes]] = {}
        for match in _OBJECT.finditer(data):
            head, _, rest = match[2].partition(b"stream")
            self.objects[int(match[1])] = (head, _unpacked(head, rest))
        for head, text in list(self.objects.values()):
            if b"/ObjStm" in head:
                self._unfold(head, text)

    def _unfold(self, head: bytes, text: bytes) -> None:
        first = int(re.search(rb"/First (\d+)", head)[1])  # type: ignore[index]
        numbers = [int(one) for one in text[:first].split()]
        places = [*numbers[1::2], len(text) - first]
        for number, start, end in zip(numbers[::2], places, places[1:], strict=False):
            self.objects[number] = (text[first + start : first + end], b"")

    def entry(self, head: bytes, name: bytes) -> bytes:
        """The value of a name in a dictionary, references followed; empty where it is not there."""
        found = re.search(rb"/" + name + rb"(?=[\s/<\[(])\s*", head)
        if found is None:
            return b""
        rest = head[found.end() :]
        if reference := re.match(rb"(\d+) 0 R", rest):
            return self.objects[int(reference[1])][0].strip()
        return _balanced(rest)

    def lacking(self) -> Iterator[str]:
        """Names that a page or a form uses and its own resources do not have."""
        for number, (head, text) in self.objects.items():
            if re.search(rb"/Type\s*/Page\b", head):
                text = b"\n".join(self._contents(head))
            elif not re.search(rb"/Subtype\s*/Form\b", head):
                continue
            resources = self.entry(head, b"Resources")
            for name, operator in _USED.findall(text):
                kind = _KINDS[operator]
                if not self.entry(self.entry(resources, kind), re.escape(name)):
                    yield f"{number}: {kind.decode()} {name.decode()}"

    def _contents(self, head: bytes) -> Iterator[bytes]:
        listed = re.search(rb"/Contents\s*(\[[^\]]*\]|\d+ 0 R)", head)
        for number in re.findall(rb"(\d+) 0 R", listed[1]) if listed else ():
            inner, text = self.objects[int(number)]
            yield text
            for deeper in re.findall(rb"(\d+) 0 R", inner) if inner.strip().startswith(b"[") else ():
                yield self.objects[int(deeper)][1]


def _unpacked(head: bytes, rest: bytes) -> bytes:
    raw = re.sub(rb"^\r?\n", b"", rest)
    if b"/FlateDecode" not in head:
        return raw
    return zlib.decompressobj().decompress(raw)


def _balanced(text: bytes) -> bytes:
    """The dictionary at the beginning of a text, whole."""
    depth = 0
    for match in re.finditer(rb"<<|>>", text):
        depth += 1 if match[0] == b"<<" else -1
        if depth == 0:
            return text[: match.end()]
    return text.split()[0] if text.split() else b""
