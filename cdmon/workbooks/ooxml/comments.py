"""The comments of a sheet: a part with their texts, and a drawing (VML) with a box for each."""

import re
from collections.abc import Iterable, Mapping

from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cdmon.workbooks.ooxml.package import SPACE, Element, Package, child, find, local, needed, parse
from cdmon.workbooks.ooxml.sheet import DEFAULT_WIDTH, MOST_COLUMNS, Cell, SheetPart

AUTHOR = "cdmon check"
MARK = f"{AUTHOR}:"  # what we say in a comment begins with this; LibreOffice does not keep a comment's author
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
LETTERS, MOST_LINES = 44, 30  # of a box: letters in a line, lines
BOX_WIDTH, LINE_HEIGHT, ROW_HEIGHT, MARGIN = 300, 15, 20, 15  # pixels
MOST_ACROSS = 20  # columns that a box reaches over
NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
NEW_DRAWING = (
    "<xml" + "".join(f' xmlns:{short}="{name}"' for short, name in NAMESPACES.items()) + ">"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{names}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:{width}px;height:{height}px;z-index:{number};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{names}><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def remove_comments(package: Package, part: str) -> None:
    """Take what an earlier marking said out of a sheet's comments; comments that said nothing else go, with their boxes."""
    for name in package.targets(part, "comments").values():
        content = package.read(name)
        if MARK.encode() not in content:
            continue
        root = parse(content)
        (listed,) = root.iterfind("{*}commentList")
        gone = [comment for comment in listed.iterfind("{*}comment") if cut(comment)]
        for comment in gone:
            listed.remove(comment)
        if len(listed):
            package.put(name, root)
        else:
            package.unrelate(part, name)
            package.drop(name)
        for drawing in package.targets(part, "vmlDrawing").values():
            package.put(drawing, without_boxes(package.read(drawing), set(map(place_of, gone))))


def cut(comment: Element) -> bool:
    """Cut off what an earlier marking put into a comment; tell whether nothing is left."""
    (body,) = comment.iterfind("{*}text")
    parts = [part for part in body if local(part) in ("t", "r")]  # plain text, or runs of letters with a font
    ours = next((number for number, part in enumerate(parts) if MARK in said(part)), None)
    if ours is None:
        return False
    for part in parts[ours + 1 :]:
        body.remove(part)
    for part in reversed(parts[: ours + 1]):  # and the lines left free between
        before = said(part).partition(MARK)[0].rstrip("\n")
        if before:
            (letters,) = (part,) if local(part) == "t" else part.iterfind("{*}t")
            letters.text = before
            return False
        body.remove(part)
    return True


def said(part: Element) -> str:
    """Return the text of a part of a comment."""
    return "".join(map(str, part.itertext()))


def add_comments(package: Package, part: str, sheet: SheetPart, texts: Mapping[Cell, str]) -> None:
    """Put a comment at each of these cells of a sheet, below what the cell's comment says already."""
    (name,) = package.targets(part, "comments").values() or [new_comments(package, part, etree.QName(sheet.root).namespace)]
    root = package.parse(name)
    (authors,), (listed,) = root.iterfind("{*}authors"), root.iterfind("{*}commentList")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        child(authors, "author").text = AUTHOR
        names.append(AUTHOR)
    comments, whole = {place_of(comment): comment for comment in listed.iterfind("{*}comment")}, dict[Cell, str]()
    for cell, text in texts.items():
        if cell not in comments:
            address = f"{get_column_letter(cell[1])}{cell[0]}"
            comments[cell] = child(listed, "comment", ref=address, authorId=str(names.index(AUTHOR)))
            child(comments[cell], "text")
        whole[cell] = append(comments[cell], text)
    package.put(name, root)
    drawing = package.targets(part, "vmlDrawing").get(sheet.legacy_drawing or "")
    if drawing is None:
        drawing = package.add("xl/drawings/vmlDrawing{}.vml", DRAWING, NEW_DRAWING.encode())
        sheet.set_legacy_drawing(package.relate(part, "vmlDrawing", drawing), package.kinds)
    package.put(drawing, with_boxes(package.read(drawing), whole, sheet))


def new_comments(package: Package, part: str, namespace: str | None) -> str:
    """Give a sheet a part for comments and return the part's name."""
    name = package.add("xl/comments{}.xml", COMMENTS, f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode())
    package.relate(part, "comments", name)
    return name


def place_of(comment: Element) -> Cell:
    """Return the cell that a comment is at."""
    letters, row = coordinate_from_string(needed(comment, "ref"))
    return row, column_index_from_string(letters)


def append(comment: Element, text: str) -> str:
    """Put a text at the end of a comment, and return the whole."""
    (body,) = comment.iterfind("{*}text")
    plain = find(body, "t")
    if plain is not None:  # it must not stand beside runs of letters with a font
        child(body, "r").append(plain)
    before = "".join(map(said, body.iterfind("{*}r")))
    for bold, words in ((True, MARK if not before else f"\n\n{MARK}"), (False, f"\n{text}")):
        run = child(body, "r")
        body.insert(len(list(body.iterfind("{*}r"))) - 1, run)  # before hints for pronunciation
        font = child(run, "rPr")
        if bold:
            child(font, "b")
        for tag, value in (("sz", "9"), ("color", "81"), ("rFont", "Tahoma"), ("family", "2")):
            child(font, tag, **{"indexed" if tag == "color" else "val": value})
        letters = child(run, "t")
        letters.text = words
        letters.set(SPACE, "preserve")
    return f"{before}\n\n{MARK}\n{text}".lstrip("\n")


def without_boxes(drawing: bytes, cells: Iterable[Cell]) -> bytes:
    """Take the boxes of the comments at these cells out of a drawing, which need not be well-formed XML."""
    first, *boxes = re.split(rb"(?=<\w+:shape[\s>])", drawing)
    gone = set(cells)
    for number, box in enumerate(boxes):
        shape, *after = re.split(rb"</\w+:shape>", box, maxsplit=1)
        row, column = (re.search(rb"<\w+:%s>\s*(\d{1,7})\s*<" % tag, shape) for tag in (b"Row", b"Column"))
        if row and column and b'"Note"' in shape and (int(row[1]) + 1, int(column[1]) + 1) in gone:
            boxes[number] = b"".join(after)
    return first + b"".join(boxes)


def with_boxes(drawing: bytes, texts: Mapping[Cell, str], sheet: SheetPart) -> bytes:
    """Put boxes that hold these texts into a drawing, in place of those that their cells have."""
    drawing = without_boxes(drawing, texts)
    root = re.search(rb"<(\w+:)?xml[\s>][^<>]*", drawing)
    declared = root[0].decode() if root else ""
    names = "".join(f' xmlns:{short}="{name}"' for short, name in NAMESPACES.items() if f'xmlns:{short}="{name}"' not in declared)
    last = max([1024, *(int(found) for found in re.findall(rb"_x0000_s(\d{1,8})\b", drawing))])
    made = [] if b'"_x0000_t202"' in drawing else [BOX_TYPE.format(names=names)]
    for number, ((row, column), text) in enumerate(texts.items(), start=last + 1):
        lines = sum(len(line) // LETTERS + 1 for line in text.split("\n"))
        height = min(lines, MOST_LINES) * LINE_HEIGHT + 10
        anchor = ", ".join(map(str, corners(row, column, height, sheet)))
        made.append(BOX.format(number=number, names=names, row=row - 1, column=column - 1, width=BOX_WIDTH, height=height, anchor=anchor))
    end = drawing.rindex(b"</")
    return drawing[:end] + "".join(made).encode() + drawing[end:]


def corners(row: int, column: int, height: int, sheet: SheetPart) -> tuple[int, ...]:
    """Return where the box of a cell begins and ends: column, pixels into it, row, pixels into it, twice; counted from 0."""
    left, top = min(column, MOST_COLUMNS - MOST_ACROSS), max(row - 2, 0)
    room, right = MARGIN + BOX_WIDTH, left
    while right < left + MOST_ACROSS and room > (width := int(7 * sheet.columns.get(right + 1, (0, DEFAULT_WIDTH))[1]) + 5):
        room, right = room - width, right + 1
    return left, MARGIN, top, 2, right, room, top + height // ROW_HEIGHT, height % ROW_HEIGHT
