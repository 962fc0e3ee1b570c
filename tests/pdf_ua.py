"""What PDF/UA-1 asks of a file, as far as a program can see it: a list of what is wrong."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf

HEADINGS = {f"/H{level}": level for level in range(1, 7)}


def faults(content: bytes) -> list[str]:
    """Every fault of a PDF: tags, language, title, headings, tables, pictures, bookmarks, fonts, order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [*of_document(pdf), *of_structure(pdf), *of_pages(pdf)]


def of_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if root.get("/Lang") != "en-GB":
        yield f"language {root.get('/Lang')}"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "no title"
    if "/Outlines" not in root or not list(pdf.open_outline().root):
        yield "no bookmarks"


def of_structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    elements = list(walk(pdf.Root.get("/StructTreeRoot", {}).get("/K", [])))
    kinds = [kind for kind, _ in elements]
    if not elements or kinds[0] != "/Document":
        yield "no structure"
    levels = [HEADINGS[kind] for kind in kinds if kind in HEADINGS]
    if not levels or levels[0] != 1 or any(deeper > level + 1 for level, deeper in pairwise(levels)):
        yield f"headings out of order: {levels}"
    for kind, element in elements:
        if kind == "/Table" and not any(scope(cell) for what, cell in walk(element.K) if what == "/TH"):
            yield "a table without headings that say of what"
        if kind == "/TH" and not scope(element):
            yield "a heading that does not say whether it is of a row or a column"
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a picture without words"


def of_pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if page.obj.get("/Annots") and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: the tab order is not that of the structure"
        for note in page.obj.get("/Annots", pikepdf.Array()):
            if note.Subtype != "/Link" or "/A" in note or "/Dest" not in note:
                yield f"page {number}: a link that leads out of the file, or does something"
        if "/StructParents" not in page.obj:
            yield f"page {number}: not in the structure"
        for name, font in page.obj.get("/Resources", {}).get("/Font", {}).items():
            for inner in font.get("/DescendantFonts", [font]):
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()):
                    yield f"page {number}: the font {name} is not in the file"


def walk(kids: Any) -> Iterator[tuple[str, Any]]:
    """Every element of a structure with its kind, in the order in which it is read."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), kid
            yield from walk(kid.get("/K", pikepdf.Array()))


def scope(cell: Any) -> str:
    """Whether a heading is of a row or a column; "" where it does not say."""
    attributes = cell.get("/A", pikepdf.Array())
    for each in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if "/Scope" in each:
            return str(each.Scope)
    return ""
