"""Scans become pictures of their pages: upright, on white, none lost; what cannot be opened is told."""

import io

import pypdfium2
import pytest
from PIL import Image

from core.documents import binding
from core.documents.binding import Unbindable, Volume
from core.documents.render import render
from core.documents.upload_checks import PDFIUM
from tests.core.pdf_parts import Parts
from tests.core.test_papers import SAMPLES


def empty(pages: int, size: tuple[float, float] = binding.A4) -> bytes:
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        pdf.new_page(*size)
    data = io.BytesIO()
    pdf.save(data)
    pdf.close()
    return data.getvalue()


def picture(image: Image.Image, kind: str, **more: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **more)
    return data.getvalue()


def bound(data: bytes, kind: str) -> list[Image.Image]:
    """The pages that a scan becomes, drawn."""
    with Volume(empty(1)) as volume:
        volume.add_scan(data, kind)
        whole = volume.save()
    with pypdfium2.PdfDocument(whole) as pdf:
        return [pdf[place].render(scale=1).to_pil().convert("RGB") for place in range(1, len(pdf))]


def test_a_photo_taken_sideways_stands_upright() -> None:
    image = Image.new("RGB", (3000, 2000), "white")
    image.paste("black", (0, 0, 1500, 2000))  # left half: the top, once it is turned
    exif = Image.Exif()
    exif[0x0112] = 6  # turn to the right
    (page,) = bound(picture(image, "JPEG", exif=exif), "jpg")
    middle = page.width // 2
    assert page.getpixel((middle, page.height // 4))[0] < 50  # type: ignore[index]
    assert page.getpixel((middle, page.height * 3 // 4))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "RGB"])
def test_pictures_of_every_mode_lie_on_white(mode: str) -> None:
    image = Image.new("RGBA", (600, 600), (0, 0, 0, 0 if "A" in mode else 255))
    (page,) = bound(picture(image.convert(mode), "PNG"), "png")
    centre = page.getpixel((page.width // 2, page.height // 3))
    assert (centre == (255, 255, 255)) is ("A" in mode)


def test_a_page_of_any_size_fits_under_its_number() -> None:
    for size in ((842, 1191), (300, 300), (1191, 842)):
        for page in bound(empty(2, size), "pdf"):
            assert page.size == (596, 842) or page.size == (595, 842)
    assert len(bound(empty(3), "pdf")) == 3


def test_what_cannot_be_opened_or_is_too_long_is_told() -> None:
    with pytest.raises(Unbindable):
        binding.pages_of(b"%PDF-1.7 no", "pdf")
    with pytest.raises(Unbindable):
        binding.pages_of(empty(binding.MOST_PAGES + 1), "pdf")
    assert binding.pages_of(empty(2), "pdf") == 2
    with pytest.raises(Unbindable), Volume(empty(1)) as volume:
        volume.add_scan(b"\xff\xd8\xff", "jpg")
    with pytest.raises(pypdfium2.PdfiumError), Volume(b"nothing"):
        pass
    assert not PDFIUM.locked()


@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")
def test_a_numbered_page_keeps_what_it_is_painted_with() -> None:
    """PDFium rewrites the resources of a page that it numbers; a reader must still find all that the page names."""
    papers = [
        render(f"documents/{sample.template}.html", sample.context, title="卷")
        for sample in SAMPLES
        if sample.name in ("file-front", "agreement", "receipt", "report", "file-back", "form")
    ]
    for paper in papers:
        assert list(Parts(paper).lacking()) == []
    with Volume(papers[0]) as volume:
        for paper in papers[1:]:
            volume.add(paper)
        marks = render("documents/dossier_numbers.html", {"numbers": range(1, len(volume) + 1)}, title="")
        volume.number(marks, 0)
        whole = volume.save()
    assert list(Parts(whole).lacking()) == []
