"""Many papers bound into one file, its pages numbered: ours as they were issued, scans as pictures of their pages.

What is guaranteed: the file is PDF/A-3b like the papers it is made of. Our own papers are PDF/A-3b and go in page
by page as they are, with their text; a scan, PDF or picture, goes in as one JPEG picture a page, so nothing that a
scanner or an office program wrote (fonts that are not embedded, scripts, forms, layers, colours of its own) comes
in. Its text cannot be searched any more; the attached file itself stays where it is. Equal parts give equal pages.

Everything here holds the lock of PDFium, which serves one thread at a time.
"""

import ctypes
import io
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from PIL import Image, ImageOps

from core.documents.upload_checks import PDFIUM

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
# Around a scan: on the left it is bound, above it stands the page number.
LEFT, EDGE, HEAD = 20 * MILLIMETRE, 10 * MILLIMETRE, 18 * MILLIMETRE
ROOM = (A4[0] - LEFT - EDGE, A4[1] - HEAD - EDGE)
DPI = 200
QUALITY = 80
MOST_PAGES = 300  # of one scan: more is kept beside the file
BINDABLE = ("pdf", "jpg", "png")  # kinds of core.documents.uploads


class Unbindable(Exception):
    """A part cannot be opened, or has too many pages."""


def pages_of(data: bytes, kind: str) -> int:
    """How many pages a part will have. Raises Unbindable."""
    if kind != "pdf":
        return 1
    import pypdfium2  # type: ignore[import-untyped]  # a library of 8 MB, for the queue only

    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as pdf:
                count = len(pdf)
        except pypdfium2.PdfiumError:
            raise Unbindable from None
    if not 0 < count <= MOST_PAGES:
        raise Unbindable
    return count


class Volume:
    """A file that grows page by page behind its front, whose title, colours and marks of PDF/A it keeps."""

    def __init__(self, front: bytes) -> None:
        import pypdfium2

        self._lib: Any = pypdfium2
        self._front = front

    def __enter__(self) -> Self:
        PDFIUM.acquire()
        try:
            self._pdf = self._lib.PdfDocument(self._front)
        except BaseException:
            PDFIUM.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()
        PDFIUM.release()
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)

    def __len__(self) -> int:
        return len(self._pdf)

    def blank(self) -> None:
        """An empty page, so that what follows lies on a right-hand or on a left-hand one."""
        self._pdf.new_page(*A4).close()

    def add(self, paper: bytes) -> None:
        """Append a paper of ours as it is."""
        with self._lib.PdfDocument(paper) as pdf:
            self._pdf.import_pages(pdf)

    def add_scan(self, data: bytes, kind: str) -> None:
        """Append a scan, each page a picture fitted on A4. Raises Unbindable for what cannot be opened."""
        try:
            for picture in self._pages(data) if kind == "pdf" else [_photo(data)]:
                self._place(picture)
        except (self._lib.PdfiumError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise Unbindable from None

    def _pages(self, data: bytes) -> Iterator[Image.Image]:
        with self._lib.PdfDocument(data) as pdf:
            pdf.init_forms()
            for page in pdf:
                scale = min(ROOM[0] / page.get_width(), ROOM[1] / page.get_height())
                bitmap = page.render(scale=min(scale, 4.0) * DPI / 72, may_draw_forms=True)
                yield bitmap.to_pil().convert("RGB")
                bitmap.close()
                page.close()

    def _place(self, picture: Image.Image) -> None:
        """In the middle of the room under the page number, as large as fits."""
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=QUALITY)
        scale = min(ROOM[0] / picture.width, ROOM[1] / picture.height)
        width, height = picture.width * scale, picture.height * scale
        image = self._lib.PdfImage.new(self._pdf)
        image.load_jpeg(buffer, inline=True)
        left, bottom = LEFT + (ROOM[0] - width) / 2, EDGE + ROOM[1] - height
        image.set_matrix(self._lib.PdfMatrix().scale(width, height).translate(left, bottom))
        page = self._pdf.new_page(*A4)
        page.insert_obj(image)
        page.gen_content()
        page.close()

    def number(self, marks: bytes, first: int) -> None:
        """Lay the pages of `marks` over ours, one by one, from page `first` (counted from 0) on."""
        with self._lib.PdfDocument(marks) as pdf:
            for place in range(len(pdf)):
                mark = pdf.page_as_xobject(place, self._pdf)
                page = self._pdf[first + place]
                page.insert_obj(mark.as_pageobject())
                page.gen_content()
                page.close()
                mark.close()

    def save(self) -> bytes:
        buffer = io.BytesIO()
        self._pdf.save(buffer)
        return buffer.getvalue()


def _photo(data: bytes) -> Image.Image:
    """A photo upright and no larger than A4 needs. Reduced before it is turned: a large one takes 180 MB as it is."""
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
        most = (round(A4[0] / 72 * DPI), round(A4[1] / 72 * DPI))
        image.draft("RGB", (most[0] * 2, most[1] * 2))
        factor = max(1, min(image.width // most[0], image.height // most[1]) // 2)
        small: Image.Image = image
        if factor > 1 and image.mode in ("RGB", "L", "RGBA", "LA", "CMYK"):
            small = image.reduce(factor)
        small.load()
        ImageOps.exif_transpose(small, in_place=True)
        if "A" in small.getbands() or "transparency" in small.info:
            paper = Image.new("RGBA", small.size, "white")
            small = Image.alpha_composite(paper, small.convert("RGBA"))
        if small.mode != "RGB":  # it would be copied, too
            small = small.convert("RGB")
        small.thumbnail((most[1], most[1]))
        return small
