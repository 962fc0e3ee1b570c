"""A file of boundaries (GeoJSON, RFC 7946) read as one sheet: a row a feature, with what its properties say of it and its geometry.

Runs in the bounded process that reads workbooks, and so imports nothing but what comes with Python.
"""

import json
import math
import re
from collections.abc import Sequence
from typing import Any

TITLE = "Boundaries"
HEADINGS = ("Neighbourhood", "Area", "Name", "Boundary year", "Outline")
CODED = re.compile(
    r"([A-Z]{2,8}?)(\d\d)CD", re.IGNORECASE
)  # as the ONS heads its codes: WD24CD, LSOA21CD, with the year of their boundaries
AREA = ("area", "gsscode", "code", "neighbourhoodcode")  # what people call a code's property, without capitals, spaces and _
MOST_FEATURES = 50_000


class NotGeoJson(Exception):  # noqa: N818 (it says what is the case)
    """The text is no GeoJSON that can be read."""


def read_features(content: bytes) -> tuple[list[list[Any]], dict[int, str]]:
    """Return the features of a file as rows under `HEADINGS`, and the properties that they stand in, by column from 0.

    NotGeoJson when it is not JSON as RFC 8259 has it, gives a name twice in one object, has a number that is none, or holds no features.
    """
    features = [feature for feature in found(parsed(content)) if isinstance(feature, dict)]
    if not features or len(features) > MOST_FEATURES:
        raise NotGeoJson
    told = [feature["properties"] if isinstance(feature.get("properties"), dict) else {} for feature in features]
    names = places_of(told)
    year = CODED.fullmatch(names[1])
    rows = []
    for feature, properties in zip(features, told, strict=True):
        cells = [plain(properties.get(names[place])) if names.get(place) else "" for place in range(4)]
        cells[1] = cells[1] or cells[0]
        cells[3] = cells[3] or (str(2000 + int(year[2])) if year else "")
        rows.append([*cells, written(feature.get("geometry"))])
    return [list(HEADINGS), *rows], names | {3: names[3] or names[1], 4: "geometry"}


def parsed(content: bytes) -> Any:
    """Parse JSON strictly; NotGeoJson when it is none, or nested beyond all reason."""
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_constant=refuse, parse_float=finite, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise NotGeoJson from error


def refuse(word: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise NotGeoJson(word)


def finite(digits: str) -> float:
    """Read a number; NotGeoJson when it is too large for one."""
    number = float(digits)
    if not math.isfinite(number):
        raise NotGeoJson(digits)
    return number


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; NotGeoJson when a name stands in it twice, as nobody could say which one is meant."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise NotGeoJson("a name is given twice")
    return made


def found(read: Any) -> Sequence[Any]:
    """Return the features that a file holds: those of its collection, or the only one."""
    if not isinstance(read, dict):
        raise NotGeoJson
    if read.get("type") == "Feature":
        return [read]
    features = read.get("features")
    return features if isinstance(features, list) else []


def places_of(told: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Return which property holds the neighbourhood, the area's code, its name and its year, by their place in `HEADINGS`; "" for none.

    Of several codes of the ONS in one file, such as of wards and of the district around them, the one that tells most features apart is
    theirs.
    """
    names = list(dict.fromkeys(name for properties in told for name in properties))
    known = {re.sub(r"[\s_-]", "", name).casefold(): name for name in reversed(names)}
    coded = [name for name in names if CODED.fullmatch(name)]
    area = max(coded, key=lambda name: len({plain(each.get(name)) for each in told})) if coded else ""
    area = area or next((known[word] for word in AREA if word in known), "")
    title = next(
        (name for name in names if CODED.fullmatch(area) and name.casefold() == area[:-2].casefold() + "nm"), known.get("name", "")
    )
    return {0: known.get("neighbourhood", ""), 1: area, 2: title, 3: known.get("boundaryyear", "")}


def written(geometry: Any) -> str:
    """Return a geometry as text, "" for none; NotGeoJson when it is nested beyond all reason."""
    try:
        return json.dumps(geometry) if geometry else ""
    except RecursionError as error:
        raise NotGeoJson from error


def plain(value: Any) -> str:
    """Return a property as text; "" for what is none."""
    return "" if value is None or isinstance(value, dict | list | bool) else str(value).strip()
