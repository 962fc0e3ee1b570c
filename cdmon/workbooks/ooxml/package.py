"""The parts of an .xlsx or .xlsm file: the zip archive, the relations between its parts, and their content types."""

import io
import re
import zipfile
from itertools import count
from posixpath import basename, dirname, join, normpath

from lxml import etree

LARGEST_EDITED = 60_000_000  # bytes, unpacked, of the parts read to be edited; 9,000 respondents with 40 columns are about 15 MB
CHUNK = 1 << 16
LONGEST_TEXT = 32_767  # characters that Excel takes in a cell
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TRUE = ("1", "true")  # as XML writes it
MAIN = "/officeDocument"
TYPES = "[Content_Types].xml"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
EMPTY_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'

Element = etree._Element


class NotEditable(Exception):  # noqa: N818 (it says what is the case)
    """The file is no .xlsx or .xlsm, or not put together as one should be."""


class TooLarge(NotEditable):
    """The parts to be edited unpack to more than can be held."""


class Package:
    """An Office file of zipped parts; parts that are not put anew are saved with the bytes they had."""

    def __init__(self, content: bytes) -> None:
        """Open a file; NotEditable when it holds two parts of one name."""
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.allowance = LARGEST_EDITED
        self.names = {name.casefold(): name for name in self.archive.namelist()}
        if len(self.names) < len(self.archive.namelist()):
            raise NotEditable("two parts of one name")
        self.new: dict[str, bytes] = {}
        self.types = self.parse(TYPES)
        (self.main,) = self.targets("", "officeDocument").values()
        (self.kinds,) = {dirname(each.get("Type", "")) for each in self.parse(relations_of("")) if each.get("Type", "").endswith(MAIN)}

    def read(self, name: str) -> bytes:
        """Read a part to be edited; TooLarge when all that were read so far unpack to more than `LARGEST_EDITED`."""
        if name in self.new:
            return self.new[name]
        with self.archive.open(self.names[name.casefold()]) as part:  # the size that the archive claims is not believed
            content = part.read(self.allowance + 1)
        self.allowance -= len(content)
        if self.allowance < 0:
            raise TooLarge(name)
        return content

    def beginning(self, name: str) -> bytes:
        """Read the first bytes of a part."""
        with self.archive.open(self.names[name.casefold()]) as part:
            return part.read(CHUNK)

    def largest(self, name: str, pattern: re.Pattern[bytes]) -> int:
        """Return the largest number that a pattern finds in the tags of a part; -1 when it finds none."""
        largest, rest = -1, b""
        with self.archive.open(self.names[name.casefold()]) as part:
            while piece := part.read(CHUNK):
                whole, _, rest = (rest + piece).rpartition(b">")
                largest = max([largest, *map(int, pattern.findall(whole))])
        return largest

    def parse(self, name: str) -> Element:
        """Read a part as XML; see `parse`."""
        return parse(self.read(name))

    def put(self, name: str, content: bytes | Element) -> None:
        """Give a part, new or old, this content."""
        self.new[self.names.setdefault(name.casefold(), name)] = content if isinstance(content, bytes) else as_bytes(content)

    def add(self, pattern: str, content_type: str, content: bytes | Element) -> str:
        """Add a part under a free name, as in 'xl/comments{}.xml', and return the name."""
        name = next(made for number in count(1) if (made := pattern.format(number)).casefold() not in self.names)
        self.put(name, content)
        if name.endswith(".vml"):
            if not any(each.get("Extension", "").casefold() == "vml" for each in self.types):
                self.types.insert(0, child(self.types, "Default", Extension="vml", ContentType=content_type))
        else:
            self.set_type(name, content_type)
        return name

    def drop(self, name: str) -> None:
        """Take a part away, with its content type; who relates to it must be told by `unrelate`."""
        found = self.names.pop(name.casefold(), name)
        self.new.pop(found, None)
        for each in list(self.types):
            if each.get("PartName", "").casefold() == f"/{name}".casefold():
                self.types.remove(each)

    def type_of(self, name: str) -> str | None:
        """Return the content type that a part has by its name; None when it has only that of its ending."""
        return next((each.get("ContentType") for each in self.types if each.get("PartName", "").casefold() == f"/{name}".casefold()), None)

    def set_type(self, name: str, content_type: str) -> None:
        """Give a part a content type by its name."""
        found = [each for each in self.types if each.get("PartName", "").casefold() == f"/{name}".casefold()]
        element = found[0] if found else child(self.types, "Override", PartName=f"/{name}")
        element.set("ContentType", content_type)

    def targets(self, part: str, kind: str = "") -> dict[str, str]:
        """Return the parts (of a kind, such as "comments", where one is given) that a part relates to, by the relation's id."""
        name = relations_of(part)
        if name.casefold() not in self.names:
            return {}
        ending = f"/{kind}" if kind else ""
        found = [each for each in self.parse(name) if each.get("Type", "").endswith(ending) and each.get("TargetMode") != "External"]
        return {needed(each, "Id"): normpath(join("/", dirname(part), needed(each, "Target"))).lstrip("/") for each in found}

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another and return the relation's id; the kinds are named as the file's other relations are."""
        name = relations_of(part)
        root = self.parse(name) if name.casefold() in self.names else parse(EMPTY_RELATIONS)
        taken = {each.get("Id") for each in root}
        identity = next(made for number in count(1) if (made := f"rId{number}") not in taken)
        child(root, "Relationship", Id=identity, Type=f"{self.kinds}/{kind}", Target=f"/{target}")
        self.put(name, root)
        if not any(each.get("Extension", "").casefold() == "rels" for each in self.types):  # as LibreOffice saved until version 6.0
            self.set_type(name, RELATIONS)
        return identity

    def unrelate(self, part: str, target: str) -> None:
        """Take a part's relations to another away."""
        root = self.parse(relations_of(part))
        for each in list(root):
            if normpath(join("/", dirname(part), each.get("Target", ""))).lstrip("/") == target:
                root.remove(each)
        self.put(relations_of(part), root)

    def save(self) -> bytes:
        """Return the file: its parts in the order they had, then the new ones."""
        self.put(TYPES, self.types)
        content, kept = io.BytesIO(), set(self.names.values())
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as saved:
            for info in self.archive.infolist():
                if info.filename not in kept:
                    continue
                copy = zipfile.ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                if info.filename in self.new:
                    saved.writestr(copy, self.new.pop(info.filename))
                    continue
                with self.archive.open(info) as part, saved.open(copy, "w") as place:
                    while piece := part.read(CHUNK):
                        place.write(piece)
            for name, part_content in self.new.items():
                saved.writestr(name, part_content)
        return content.getvalue()


def relations_of(part: str) -> str:
    """Return the name of the part that holds a part's relations; those of the whole file are the relations of ''."""
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def parse(content: bytes) -> Element:
    """Parse XML that nobody need trust: nothing is loaded from elsewhere, and a part that defines entities is NotEditable."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotEditable("a document type")
    return root


def as_bytes(root: Element) -> bytes:
    """Return XML as Office programs write it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def child(parent: Element, tag: str, **attributes: str) -> Element:
    """Append an element of the parent's own namespace."""
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}", attributes)


def find(parent: Element, tag: str) -> Element | None:
    """Return the first child of this name, whatever its namespace (that of strict files is another)."""
    return parent.find(f"{{*}}{tag}")


def local(element: Element) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def relate_element(parent: Element, tag: str, kinds: str, identity: str, **attributes: str) -> Element:
    """Append an element that names a relation; some readers know the attribute by no other prefix than r."""
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}", attributes, nsmap={"r": kinds})
    element.set(f"{{{kinds}}}id", identity)
    return element


def needed(element: Element, name: str) -> str:
    """Return an attribute; KeyError when the element has none of this name."""
    return str(element.attrib[name])


def discard(element: Element, name: str) -> None:
    """Take an attribute away, if it is there."""
    if name in element.attrib:
        del element.attrib[name]


def relation_of(element: Element) -> str:
    """Return the id of the relation that an element names."""
    (identity,) = (str(value) for name, value in element.attrib.items() if str(name).endswith("/relationships}id"))
    return identity


def writable(text: str) -> str:
    """Return text as XML can hold it: without control characters, and so that Excel does not take "_x0041_" for an A."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", UNWRITABLE.sub("", text))
