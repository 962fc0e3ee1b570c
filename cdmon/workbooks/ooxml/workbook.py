"""A workbook's list of sheets: where the part of each is, and a sheet put before them all."""

import re
from itertools import count

from lxml import etree

from cdmon.workbooks.ooxml.package import (
    Element,
    NotEditable,
    Package,
    child,
    discard,
    find,
    local,
    needed,
    parse,
    relate_element,
    relation_of,
    relations_of,
)
from cdmon.workbooks.ooxml.styles import EMPTY, Styles

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLE = re.compile(rb"""<(?:\w+:)?(?:c|row|col)\s[^<>]*?\b(?:s|style)=["'](\d{1,9})["']""")
MOST_STYLES = 65_490
STYLES = "xl/styles.xml"  # some readers look nowhere else
PRINT_TITLES = "_xlnm.Print_Titles"  # what a sheet repeats on each page
BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")  # what stands before the names, the nearest first
MAIN_TYPES = {".xlsx": f"{SPREADSHEET}.sheet.main+xml", ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}


class Workbook:
    """The workbook of a package; `sheets` holds the name of each sheet's part by its title, in their order."""

    def __init__(self, package: Package) -> None:
        """Open a package's workbook; NotEditable when it is a binary one, or none."""
        self.package = package
        if not (package.type_of(package.main) or "").endswith("main+xml"):
            raise NotEditable("no workbook of XML")
        self.root = package.parse(package.main)
        if local(self.root) != "workbook":
            raise NotEditable("no workbook")
        self.namespace = str(etree.QName(self.root).namespace)
        (self.listed,) = self.root.iterfind("{*}sheets")
        parts = package.targets(package.main)
        self.sheets = {needed(each, "name"): parts[relation_of(each)] for each in self.listed}

    def styles(self) -> Styles:
        """Return the workbook's styles, to be given back to `put_styles`; where its cells have styles that are not there, plain ones.

        NotEditable when they have a style beyond all that Excel takes, or the styles of cells are missing among the others.
        """
        found = self.package.targets(self.package.main, "styles")
        styles = Styles(*map(self.package.parse, found.values())) if found else Styles(parse(EMPTY.format(self.namespace).encode()))
        last = max((self.package.largest(part, STYLE) for part in self.sheets.values()), default=0)
        if last > MOST_STYLES or find(styles.root, "cellXfs") is None:
            raise NotEditable("styles")
        styles.fill_up(last)
        return styles

    def put_styles(self, styles: Styles) -> None:
        """Give the workbook these styles."""
        for name in self.package.targets(self.package.main, "styles").values():
            self.package.put(name, styles.root)
            return
        self.package.put(STYLES, styles.root)
        self.package.set_type(STYLES, f"{SPREADSHEET}.styles+xml")
        self.package.relate(self.package.main, "styles", STYLES)

    def put_first(self, title: str, content: bytes | Element, repeated: int, earlier: str | None = None) -> None:
        """Put a sheet before all others and have the file open on it; `earlier` is the title of one that it takes the place of.

        Its row `repeated` is printed on each page. The title is given another number where it is taken. What counts sheets by their place,
        as names local to a sheet do, is told.
        """
        before = list(self.listed)
        if earlier is None:
            part = self.package.add("xl/worksheets/sheet{}.xml", f"{SPREADSHEET}.worksheet+xml", content)
            taken, numbers = {name.casefold() for name in self.sheets}, [int(needed(each, "sheetId")) for each in before]
            titles = (title if number == 1 else f"{title} {number}" for number in count(1))
            free = next(each for each in titles if each.casefold() not in taken)
            identity = self.package.relate(self.package.main, "worksheet", part)
            element = relate_element(self.listed, "sheet", self.package.kinds, identity, name=free, sheetId=str(max(numbers) + 1))
        else:
            (element,) = (each for each in before if each.get("name") == earlier)
            discard(element, "state")  # it may have been hidden
            self.package.put(self.sheets[earlier], content)
            self.package.drop(relations_of(self.sheets[earlier]))
        self.listed.insert(0, element)
        after = list(self.listed)
        for name in self.root.iterfind("{*}definedNames/{*}definedName"):
            if "localSheetId" in name.attrib:
                name.set("localSheetId", str(after.index(before[int(needed(name, "localSheetId"))])))
        self.repeat(needed(element, "name"), repeated)
        for view in self.root.iterfind("{*}bookViews/{*}workbookView"):
            view.set("activeTab", "0")
            discard(view, "firstSheet")

    def repeat(self, title: str, row: int) -> None:
        """Have a row of the first sheet printed on each of its pages."""
        names = find(self.root, "definedNames")
        if names is None:
            before = next(found for tag in BEFORE_NAMES if (found := find(self.root, tag)) is not None)
            names = child(self.root, "definedNames")
            before.addnext(names)
        for name in [each for each in names if each.get("localSheetId") == "0" and each.get("name") == PRINT_TITLES]:
            names.remove(name)
        quoted = title.replace("'", "''")
        child(names, "definedName", name=PRINT_TITLES, localSheetId="0").text = f"'{quoted}'!${row}:${row}"

    def as_bytes(self, ending: str) -> bytes:
        """Return the whole file, of the kind that this ending (.xlsx or .xlsm) promises to Excel."""
        self.package.set_type(self.package.main, MAIN_TYPES[ending])
        self.package.put(self.package.main, self.root)
        return self.package.save()
