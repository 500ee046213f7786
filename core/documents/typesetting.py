"""The WeasyPrint side of the papers: fonts, fetching, line justification, pages, PDF.

Importing this module costs 0.5 s and 60 MB; import `core.documents.render` instead, which loads it
with the first paper.

WeasyPrint calls Pango, whose font maps serve one thread at a time. The whole process shares
one FontConfiguration (a paper costs half as much as with its own), so `typeset` holds a lock.
It must not run before a fork: the child would delete the parent's font files at its end.
"""

import ctypes
import logging
import re
import threading
import unicodedata
import zlib
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf  # type: ignore[import-untyped]
import weasyprint
from django.conf import settings
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pylopdf_fonts_zh_cn import sans_path, serif_path
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

logger = logging.getLogger(__name__)

SONG, HEI = serif_path(), sans_path()
SHEET = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"
# An element with this id must stand on the first page of its article; else the type shrinks.
ONE_PAGE = "one-page"
SIZES = ("", "tight ", "tight tighter ")
LACKING = "〓"  # the printer's sign for a sort that is not in the case
_ARTICLE = re.compile(r"<article\b.*?</article>", re.S)
_lock = threading.Lock()


class ForbiddenResource(Exception):
    """A paper asked for something outside the two folders of sheets and fonts, or it is missing."""


class Fetcher(URLFetcher):
    """Gives out the print sheet and the two fonts, and `data:`; nothing else, never the network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file", "data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Refuse with ValueError what is not ours; WeasyPrint then stops the paper."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(url2pathname(parts.path)).resolve()
            if parts.netloc or path.parent not in (SHEET.parent.resolve(), SONG.parent.resolve()):
                raise ValueError("outside the sheets and fonts")
        return super().fetch(url, headers)


# --- Characters --------------------------------------------------------------------------


@cache
def glyphs() -> frozenset[int]:
    """Code points that both fonts can print: some 30,880, of them 440 beyond the basic plane."""
    with TTFont(SONG, lazy=True) as song, TTFont(HEI, lazy=True) as hei:
        return frozenset(song.getBestCmap()) & frozenset(hei.getBestCmap())


def printable(text: str) -> tuple[str, list[str]]:
    """Return the text as the fonts can print it, and the characters they lack.

    A lacking character becomes 〓, so that no third font comes in unseen; the paper says
    which one it was, to be completed by hand. Variation selectors and control characters
    are dropped; compatibility ideographs are normalised (NFC).
    """
    text = re.sub("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]", "", text)
    text = unicodedata.normalize("NFC", text)
    lacking = sorted(set(map(ord, text)) - glyphs() - {0x09, 0x0A})
    return text.translate(dict.fromkeys(lacking, LACKING)), [chr(code) for code in lacking]


def breakable(text: str) -> str:
    """Allow a line break before “ and after ”: Pango never breaks there (UAX 14, class QU)."""
    return re.sub(r"(?<=[^\s>（《〔“‘])(?=“)|(?<=”)(?=[^\s<，。；：、！？）》〕”’])", "\u200b", text)


# --- Justified lines ------------------------------------------------------------------------
# WeasyPrint 70 stretches U+0020 only, so Chinese would stay ragged at the right. One private
# function is replaced; a test measures the right edge, so that another version cannot pass unseen.


def _letters(box: boxes.Box) -> int:
    if isinstance(box, boxes.TextBox):
        return len(box.text.replace("\u200b", ""))
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        return sum(map(_letters, box.children))
    return 0


def _spread(context: object, box: boxes.Box, gap: float, shift: float) -> float:
    """Add `gap` after each letter, move what follows; return the shift for the next box."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        if not box.text:
            return shift
        style = box.style.copy()
        own = style["letter_spacing"]
        style["letter_spacing"] = gap + (0 if own == "normal" else own)
        box.style = style
        box.pango_layout = inline.create_layout(box.text, style, context, None, 0)
        box.pango_layout.deactivate()
        box.width += gap * len(box.text)
        return shift + gap * len(box.text)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        start, box.position_x = shift, box.position_x + shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _spread(context, child, gap, shift)
        box.width += shift - start
        return shift
    box.translate(shift, 0)
    return shift


def _justify_line(context: object, line: boxes.LineBox, extra: float) -> None:
    """Spread a line over its width; one that is more than 3 em short stays ragged on purpose."""
    if (count := _letters(line) - 1) > 8 and extra < 3 * line.style["font_size"]:
        _spread(context, line, extra / count, 0)


if weasyprint.__version__.startswith("70.") and hasattr(inline, "justify_line"):
    inline.justify_line = _justify_line
else:
    logger.warning("WeasyPrint %s: lines of Chinese are not justified", weasyprint.__version__)


def _set_alpha(stream: Stream, alpha: float, stroke: bool = False, fill: bool | None = None) -> None:
    """One name for one opacity: WeasyPrint writes /a1 before a drawing and /a1.0 inside it. Nothing is painted with
    the first, so whoever edits the page later (core.documents.binding) drops it from the resources as unused, yet not from
    the page, and readers then call the file damaged.
    """
    _own_set_alpha(stream, float(alpha), stroke, fill)


_own_set_alpha = Stream.set_alpha
Stream.set_alpha = _set_alpha


# --- Pages --------------------------------------------------------------------------------


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheet() -> weasyprint.CSS:
    """Return the print sheet, parsed once: a quarter of the time of a short paper."""
    return weasyprint.CSS(filename=SHEET, url_fetcher=Fetcher(), font_config=_fonts())


@cache
def _colours() -> ColorProfile:
    """Return sRGB, read once; WeasyPrint would open the file for each paper and not close it."""
    icc = resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(icc), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _render(source: str) -> Document:
    html = weasyprint.HTML(string=source, base_url=str(SHEET), url_fetcher=Fetcher())
    return html.render(font_config=_fonts(), stylesheets=[_sheet()])


def _lay_out(source: str) -> Document:
    """Lay out one article, in smaller type if the part marked ONE_PAGE runs over its page; where that saves no page, not."""
    laid = []
    for size in SIZES:
        laid.append(_render(source.replace('<article class="', f'<article class="{size}', 1)))
        if f'id="{ONE_PAGE}"' not in source or ONE_PAGE in laid[-1].pages[0].anchors:
            return laid[-1]
    return min(laid, key=lambda document: len(document.pages))


def typeset(html: str) -> bytes:
    """Turn a whole document into PDF/A-3b.

    Each <article> is laid out alone, so that its page numbers are its own, then all are joined.
    Raises ForbiddenResource where the document refers to anything but our sheet and fonts.
    """
    head, tail = html[: html.index("<article")], html[html.rindex("</article>") + len("</article>") :]
    with _lock:
        try:
            parts = [_lay_out(head + breakable(article) + tail) for article in _ARTICLE.findall(html)]
            document = parts[0].copy([page for part in parts for page in part.pages])
            document.color_profiles["srgb"] = _colours()
            pdf: bytes = document.write_pdf(finisher=_compress, pdf_variant="pdf/a-3b", output_intent="sRGB")
        except FatalURLFetchingError as error:  # a BaseException: it would end a worker
            raise ForbiddenResource(str(error)) from error
        finally:
            _give_back_memory()
    return pdf


def _compress(_: Document, pdf: pydyf.PDF) -> None:
    """Pack what is large, fast: at WeasyPrint's level 9 half of a short paper's time went into fonts that come out
    no smaller (a subset with its numbering kept is mostly zeros).
    """
    for part in pdf.objects:
        if isinstance(part, pydyf.Stream) and part.compress:
            raw = b"\n".join(bit if isinstance(bit, bytes) else str(bit).encode() for bit in part.stream)
            part.stream, part.compress = [zlib.compress(raw, 1)], False
            part.extra["Filter"] = "/FlateDecode"


def _give_back_memory() -> None:
    """Ask glibc to return the pages of a document: a long report would stay in the process."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
