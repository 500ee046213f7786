"""The text of a PDF's first pages, in a process of its own: `python core/documents/pdf_text.py PAGES < file`.

What a hostile file makes the library take ends here, not in the web server: so much time and memory, and no more.
Ends with 0 and the text, with 3 where there are no pages, with 4 where it cannot be opened.
"""

import resource
import sys

SECONDS, MEMORY, LONGEST = 5, 2 * 1024**3, 1_000_000  # of processor; bytes of address space; characters


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2  # type: ignore[import-untyped]  # under the limits

    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as pdf:
            pages = [pdf[number] for number in range(min(len(pdf), int(sys.argv[1])))]
            text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    except pypdfium2.PdfiumError:
        return 4
    sys.stdout.buffer.write(text[:LONGEST].encode("utf-8", "replace"))
    return 0 if pages else 3


if __name__ == "__main__":
    sys.exit(main())
