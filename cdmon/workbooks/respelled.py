"""A zipped workbook whose parts are named, related and encoded as spreadsheet programs do it, however its own were.

The names of parts are equal whatever their case (ECMA-376 part 2, 6.2.2.3), and programs write backslashes, escapes (%73) and "./" besides;
a part may be UTF-16, the workbook's own may stand anywhere. Readers differ in how much of that they follow, and what one of them does not
find it takes for empty: so all of them get the same plain file.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import unquote
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

Attributes = dict[str, str]

TYPES, ROOT = "[Content_Types].xml", "_rels/.rels"
USUAL = {"officeDocument": "xl/workbook", "sharedStrings": "xl/sharedStrings", "styles": "xl/styles"}  # where readers look for these
READ = (".xml", ".rels", ".bin")  # pictures and the like are left out
START = 200  # bytes of a part in which it says how it is encoded
DOTS = re.compile(r"(^|/)\.\.?/")  # which readers follow in the relations of a sheet, but not all in the workbook's
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
CONTENT_TYPES, RELATIONSHIPS = (f"http://schemas.openxmlformats.org/package/2006/{name}" for name in ("content-types", "relationships"))


def respelled(content: bytes) -> bytes:
    """Return a zipped workbook with plain names and parts in UTF-8: itself, where it has no others.

    BadZipFile when two parts have one name, ExpatError, LookupError or UnicodeDecodeError when a part is not as it says.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        parts = {clean(info.filename).casefold(): info for info in files}
        if len(parts) < len(files):
            raise zipfile.BadZipFile("two parts of one name")
        parts = {name: info for name, info in parts.items() if name.endswith(READ) or name == "mimetype"}
        relations = {name: related(as_utf_8(archive.read(info))) for name, info in parts.items() if name.endswith(".rels")}
        names = plain_names(parts, relations)
        odd = [name for name, found in relations.items() if change_targets(name, found, names)]
        changed = dict[str, bytes]()
        for name, info in parts.items():
            if name.endswith(".xml"):
                with archive.open(info) as part:
                    is_other = encoding(part.read(START)) not in UTF_8
                if is_other:
                    changed[name] = as_utf_8(archive.read(info))
        if not odd and not changed and all(info.filename == names[name] for name, info in parts.items()):
            return content
        changed |= {name: relations_xml(found) for name, found in relations.items()}
        types = TYPES.casefold()
        if types in parts:
            changed[types] = types_xml(changed.get(types) or archive.read(parts[types]), names)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as copy:
            for name, info in parts.items():
                copy.writestr(names[name], changed[name] if name in changed else archive.read(info))
        return made.getvalue()


def clean(name: str) -> str:
    """Return the name of a part without backslashes, escapes, "./" and a first slash."""
    return posixpath.normpath(posixpath.join("/", unquote(name).replace("\\", "/"))).lstrip("/")


def related(xml: bytes) -> list[Attributes]:
    """Return the relations in a part of them."""
    return [attributes for tag, attributes in elements(xml) if tag == "Relationship"]


def target_of(name: str, relation: Attributes) -> str | None:
    """Return the part that a relation is to, by its name in small letters; None where it is to something elsewhere.

    `name` is the part that the relation stands in.
    """
    if relation.get("TargetMode") == "External":
        return None
    base = posixpath.dirname(posixpath.dirname(name))
    return clean(posixpath.join("/", base, relation.get("Target", "").replace("\\", "/"))).casefold()


def plain_names(parts: Mapping[str, zipfile.ZipInfo], relations: Mapping[str, list[Attributes]]) -> dict[str, str]:
    """Return the name that each part, known by its own in small letters, is to have."""
    names = {name: clean(info.filename) for name, info in parts.items()} | {name.casefold(): name for name in (TYPES, ROOT)}
    for name, relation in ((name, relation) for name, found in relations.items() for relation in found):
        kind, target = relation.get("Type", "").rpartition("/")[2], target_of(name, relation)
        if kind in USUAL and target in names:
            names[target] = USUAL[kind] + posixpath.splitext(target)[1]
    for name in relations:
        folder, file = posixpath.split(name)
        of = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        if of in names:
            folder, file = posixpath.split(names[of])
            names[name] = posixpath.join(folder, "_rels", f"{file}.rels")
    return names


def change_targets(name: str, relations: list[Attributes], names: Mapping[str, str]) -> bool:
    """Have relations name their parts by the plain names; tell whether any did not."""
    is_odd, base, dots = False, posixpath.dirname(posixpath.dirname(names[name])), names[name].startswith("xl/_rels/")
    for relation in relations:
        target, plain = relation.get("Target", ""), names.get(target_of(name, relation) or "")
        if plain is not None:
            is_odd |= posixpath.normpath(posixpath.join("/", base, target)) != f"/{plain}" or (dots and bool(DOTS.search(target)))
            relation["Target"] = f"/{plain}"
    return is_odd


def encoding(start: bytes) -> str:
    """Return the encoding that the start of an XML part shows or, if it can be that, declares; else UTF-8."""
    for mark, found in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if start.startswith(mark):
            return found
    declared = DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    found = declared[1].decode().lower() if declared else "utf-8"
    return "utf-8" if found.startswith(("utf-16", "utf-32", "ucs")) else found  # whose declaration could not be read so


def as_utf_8(xml: bytes) -> bytes:
    """Return an XML part in UTF-8, and without a declaration where that was of another encoding."""
    found = encoding(xml[:START])
    return xml if found in UTF_8 else DECLARATION.sub("", xml.decode(found).removeprefix("\ufeff")).encode()


def elements(xml: bytes) -> Iterator[tuple[str, Attributes]]:
    """Yield the elements of a small part, each with its attributes, names without their prefix."""
    found: list[tuple[str, Attributes]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    parser.Parse(xml, True)
    yield from found


def relations_xml(relations: list[Attributes]) -> bytes:
    """Return a part of relations."""
    return written("Relationships", RELATIONSHIPS, [("Relationship", each) for each in relations])


def types_xml(xml: bytes, names: dict[str, str]) -> bytes:
    """Return the part that tells the content type of every part, these by their plain names."""
    kept = [(tag, attributes) for tag, attributes in elements(xml) if tag in ("Default", "Override")]
    for _, attributes in kept:
        if "PartName" in attributes:
            name = clean(attributes["PartName"]).casefold()
            attributes["PartName"] = f"/{names.get(name, name)}"
    return written("Types", CONTENT_TYPES, kept)


def written(root: str, namespace: str, found: list[tuple[str, Attributes]]) -> bytes:
    """Write elements without content under a root."""
    inside = "".join(f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in a.items())}/>" for tag, a in found)
    return f'<{root} xmlns="{namespace}">{inside}</{root}>'.encode()
