"""A workbook's styles: red and amber copies of the styles that cells have, which take themselves back, and styles of our own."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache

from lxml import etree

from cdmon.workbooks.ooxml.package import Element, child, find, local, needed, parse

SECTIONS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
EMPTY = (
    '<styleSheet xmlns="{}"><fonts><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0"'
    ' borderId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# The fills of marked cells, under dark letters and under light ones; black and white stand out from them by 4.5 to 1 (WCAG 2.2 AA).
# Colours that nobody else is likely to use, for it is by its colour that an earlier mark is known.
FILLS = {"error": ("FFFF9B9C", "FFB3001B"), "warning": ("FFFFD27F", "FF8A5200")}
# What LibreOffice saves as the second colour of these fills: the nearest in a palette of old.
LIBREOFFICE = {"FFFF9B9C": "FFFF8080", "FFB3001B": "FF800000", "FFFFD27F": "FFFFFF99", "FF8A5200": "FF808000"}
TOP = '<alignment vertical="top" wrapText="1"/>'
FIRST_FORMAT = 164  # lower numbers are formats that every program knows
LIGHT = 0.4  # relative luminance from which letters are light


class Styles:
    """The content of styles.xml, `root`; fonts, fills and styles are known by their index, as in the file."""

    def __init__(self, root: Element) -> None:
        """Take a style sheet."""
        self.root = root
        self.known: dict[str, dict[bytes, int]] = {}
        self.marked = cache(self.mark)

    def section(self, name: str) -> Element:
        """Return the list of this name; an empty one is made where there is none."""
        found = find(self.root, name)
        if found is None:
            found = child(self.root, name)
            later = [each for each in self.root if local(each) in SECTIONS[SECTIONS.index(name) + 1 :]]
            if later:
                later[0].addprevious(found)
        return found

    def fill_up(self, last: int) -> None:
        """Add plain styles up to the index `last`, lest a style of ours is that of cells that had none of that index."""
        section = self.section("cellXfs")
        for _ in range(len(section), last + 1):
            child(section, "xf", numFmtId="0", fontId="0", fillId="0", borderId="0", xfId="0")
        section.set("count", str(len(section)))

    def add(self, name: str, element: Element) -> int:
        """Return the index of an element in the list of this name, which it joins unless its like is there."""
        section = self.section(name)
        known = self.known.setdefault(name, {})
        if not known:
            known.update({canonical(each): index for index, each in reversed(list(enumerate(section)))})
        key = canonical(element)
        if key not in known:
            known[key] = len(section)
            section.append(element)
            section.set("count", str(len(section)))
        return known[key]

    def made(self, text: str) -> Element:
        """Make an element of the style sheet's own namespace."""
        return parse(f'<made xmlns="{etree.QName(self.root).namespace}">{text}</made>'.encode())[0]

    def style(
        self, font: str = "", size: int = 11, colour: str = "FF000000", fill: str | None = None, wrap: bool = True, quoted: bool = False
    ) -> int:
        """Return the index of a style of our own; `font` is XML such as <b/>, `colour` that of the letters, `fill` that of the cell.

        What is `quoted` stays a text, however it begins, even when somebody edits it.
        """
        letters = f'{font}<sz val="{size}"/><color rgb="{colour}"/><name val="Calibri"/><family val="2"/>'
        font_id = self.add("fonts", self.made(f"<font>{letters}</font>"))
        solid = f'<fill><patternFill patternType="solid"><fgColor rgb="{fill}"/><bgColor indexed="64"/></patternFill></fill>'
        fill_id = self.add("fills", self.made(solid)) if fill else 0
        indices = f'numFmtId="0" fontId="{font_id}" fillId="{fill_id}" borderId="0" xfId="0"'
        applied = f'applyFont="1" applyFill="1" applyAlignment="1" quotePrefix="{quoted:d}"'
        return self.add("cellXfs", self.made(f"<xf {indices} {applied}>{TOP * wrap}</xf>"))

    def number_format(self, code: str) -> int:
        """Return the index of a style of our own that shows numbers in a new format, such as DD/MM/YYYY."""
        formats = self.section("numFmts")
        number = str(max([FIRST_FORMAT - 1, *(int(needed(each, "numFmtId")) for each in formats)]) + 1)
        child(formats, "numFmt", numFmtId=number, formatCode=code)
        formats.set("count", str(len(formats)))
        style = f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        return self.add("cellXfs", self.made(style))

    def mark(self, index: int, severity: str) -> int:
        """Return the index of a style that is like this one but for its red or amber fill.

        The fill's second colour, which a solid fill does not show, keeps the colour that it covers.
        """
        xf = deepcopy(self.section("cellXfs")[index])
        colour = FILLS[severity][is_light(self.section("fonts")[int(xf.get("fontId", 0))])]
        covered = colour_of(self.section("fills")[int(xf.get("fillId", 0))])
        fill = self.made(f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor/></patternFill></fill>')
        colour_in(fill[0][1], covered or {"indexed": "64"})
        xf.set("fillId", str(self.add("fills", fill)))
        xf.set("applyFill", "1")
        return self.add("cellXfs", xf)

    def unmark(self) -> bool:
        """Give every style that an earlier marking made, and so every cell, the fill back that it covered; tell whether there was any.

        A covered pattern or gradient is not restored, nor anything once LibreOffice has saved the file: there the cell has no fill then.
        """
        former: dict[str, str] = {}
        for index, fill in enumerate(list(self.section("fills"))):
            colour = colour_of(fill)
            if colour is not None and colour.get("rgb") in LIBREOFFICE:
                second = find(fill[0], "bgColor")
                covered = {} if second is None else attributes_of(second)
                if not covered or covered.get("indexed") == "64" or covered.get("rgb") in (colour["rgb"], LIBREOFFICE[colour["rgb"]]):
                    former[str(index)] = "0"
                else:
                    restored = self.made('<fill><patternFill patternType="solid"><fgColor/><bgColor indexed="64"/></patternFill></fill>')
                    colour_in(restored[0][0], covered)
                    former[str(index)] = str(self.add("fills", restored))
        for xf in self.section("cellXfs"):
            xf.set("fillId", former.get(xf.get("fillId", "0"), xf.get("fillId", "0")))
        return bool(former)


def canonical(element: Element) -> bytes:
    """Return XML in the one form in which like elements are equal."""
    return etree.tostring(element, method="c14n", exclusive=True)


def colour_of(fill: Element) -> dict[str, str] | None:
    """Return the colour of a solid fill, as its attributes; None for a pattern, a gradient or no fill."""
    pattern = find(fill, "patternFill")
    colour = find(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    return None if colour is None else attributes_of(colour)


def colour_in(element: Element, colour: Mapping[str, str]) -> None:
    """Give an element this colour."""
    for name, value in colour.items():
        element.set(name, value)


def attributes_of(element: Element) -> dict[str, str]:
    """Return an element's attributes."""
    return {str(name): str(value) for name, value in element.attrib.items()}


def is_light(font: Element) -> bool:
    """Tell whether a font's letters are light, by WCAG's relative luminance; those of the theme's first colour are white."""
    colour = find(font, "color")
    if colour is None or "rgb" not in colour.attrib:
        return colour is not None and (colour.get("theme") == "0" or colour.get("indexed") in ("1", "9"))
    parts = [int(needed(colour, "rgb")[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue >= LIGHT
