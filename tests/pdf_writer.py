"""A small writer of PDFs with Japanese text: a font that every reader knows by its name,
lines and boxes, places in points from the top left corner."""

from __future__ import annotations

import unicodedata
from pathlib import Path

WIDTH, HEIGHT = 595.0, 842.0
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 "
    b"/W [1 230 500 231 632 500] /FontDescriptor << /Type /FontDescriptor "
    b"/FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 737 /StemV 114 >> >>] >>"
)


class Pdf:
    """Pages that text and boxes are put on."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = []

    def page(self) -> None:
        """Starts a page."""
        self._pages.append([])

    def text(
        self, x: float, top: float, text: str, size: float = 10, colour: str = "0 0 0"
    ) -> None:
        """A line whose characters begin at `x` and reach from `top` downwards; `colour` is
        its red, green and blue, each up to 1."""
        code = text.encode("utf-16-be").hex()
        y = HEIGHT - top - 0.88 * size
        self._pages[-1].append(f"{colour} rg BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A frame of thin lines."""
        y = HEIGHT - bottom
        self._pages[-1].append(f"0.5 w {x0:.1f} {y:.1f} {x1 - x0:.1f} {bottom - top:.1f} re S")

    def save(self, path: Path, rotate: int = 0) -> None:
        """Writes the file; `rotate` turns its pages by so many degrees."""
        count = len(self._pages)
        kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(),
            FONT,
        ]
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        for number, drawn in enumerate(self._pages):
            stream = "\n".join(drawn).encode()
            objects += [
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
                f"{font} /Contents {5 + 2 * number} 0 R >>".encode(),
                b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            ]
        path.write_bytes(_file(objects))


def _file(objects: list[bytes]) -> bytes:
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )


def width(text: str) -> float:
    """The width of `text` in characters."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def wrapped(text: str, room: float) -> list[str]:
    """The lines of `text` that `room` characters hold."""
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    return lines
