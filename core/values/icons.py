"""The icons of the product: SVG drawn on a square of 20, one stroke, no fill.

An icon never stands without a word beside it, so each is hidden from screen readers.
"""

from django.utils.safestring import SafeString

_SHAPES: dict[str, str] = {
    "bell": '<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 18h3"/>',
    "chart": '<path d="M3 17.5h14M5.5 17v-6M10 17V4M14.5 17V8"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 5.5V10l3 2"/>',
    "council": '<circle cx="10" cy="10" r="3.5"/><path d="M10 2.5v.1M10 17.5v.1M2.5 10h.1M17.5 10h.1'
    'M4.7 4.7h.1M15.3 4.7h.1M4.7 15.3h.1M15.3 15.3h.1"/>',
    "down": '<path d="M10 3v9.5M6 9l4 4 4-4M3.5 17h13"/>',
    "exit": '<path d="M12 3.5H4v13h8M8.5 10H17M14 7l3 3-3 3"/>',
    "eye": '<path d="M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10z"/>'
    '<circle cx="10" cy="10" r="2.3"/>',
    "grid": '<path d="M3 3h14v14H3zM3 8h14M3 13h14M8 3v14M13 3v14"/>',
    "key": '<circle cx="7" cy="13" r="3.5"/><path d="m9.5 10.5 7-7M13 7l2 2"/>',
    "law": '<path d="M10 3v14M6 17.5h8M4 6h12M4 6l-2 5.5h4zM16 6l-2 5.5h4z"/>',
    "list": '<path d="M7 5h10M7 10h10M7 15h10M3.5 5h.1M3.5 10h.1M3.5 15h.1"/>',
    "lock": '<path d="M5 9h10v8.5H5zM7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "mail": '<path d="M3 5h14v10H3zM3 6l7 5 7-5"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "paper": '<path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5"/>',
    "pen": '<path d="M4 16.5V13L13 4l3 3-9 9.5zM11 6l3 3"/>',
    "person": '<circle cx="10" cy="7" r="3.5"/><path d="M3.5 17.5c.5-4 3-6 6.5-6s6 2 6.5 6"/>',
    "people": '<circle cx="7.5" cy="7" r="3"/><path d="M2 17c.3-3.5 2.5-5 5.5-5s5.2 1.5 5.5 5'
    'M13 4.5a3 3 0 0 1 0 5.5M14.5 12.5c2.2.5 3.3 2 3.5 4.5"/>',
    "phone": '<path d="M4 3h3l1.5 4-2 1.5a9 9 0 0 0 5 5l1.5-2 4 1.5v3c0 .6-.4 1-1 1C9.5 17 3 10.5 3 4'
    'c0-.6.4-1 1-1z"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "print": '<path d="M5.5 7.5V3h9v4.5M5.5 14H3V7.5h14V14h-2.5M5.5 11.5h9v6h-9z"/>',
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="m13.5 13.5 4 4"/>',
    "settings": '<circle cx="10" cy="10" r="3"/><path d="M10 2.5v2.5M10 15v2.5M2.5 10H5M15 10h2.5'
    'M4.7 4.7l1.8 1.8M13.5 13.5l1.8 1.8M4.7 15.3l1.8-1.8M13.5 6.5l1.8-1.8"/>',
    "signal": '<circle cx="10" cy="8" r="1.5"/><path d="M10 10v7.5M6.5 11.5a5 5 0 0 1 0-7'
    'M13.5 11.5a5 5 0 0 0 0-7M4 14a8.5 8.5 0 0 1 0-12M16 14a8.5 8.5 0 0 0 0-12"/>',
    "talk": '<path d="M3 4h9v7H7l-3 2.5V11H3zM14 8h3v6h-1v2.5L13 14H9"/>',
    "tray": '<path d="M3 11h4l1.5 2.5h3L13 11h4M3 11l2.5-7h9L17 11v5H3z"/>',
    "up": '<path d="M10 13V3.5M6 7l4-4 4 4M3.5 17h13"/>',
}

ICONS: dict[str, SafeString] = {
    name: SafeString(f'<svg class="fq-i" viewBox="0 0 20 20" aria-hidden="true">{shape}</svg>')
    for name, shape in _SHAPES.items()
}

#: The bridge, drawn on a square of 28; it stands beside the name of the product.
BRAND: SafeString = SafeString(
    '<svg viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
    ' aria-hidden="true"><path d="M2 19h3c0-6 4-10 9-10s9 4 9 10h3"/><path d="M9.5 19a4.5 4.5 0 0 1 9 0"/>'
    '<path d="M4 23.5h9M16 23.5h8" stroke-width="1.5"/></svg>'
)
