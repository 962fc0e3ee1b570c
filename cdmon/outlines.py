"""Outlines of areas as maps need them: read from GeoJSON, checked, made simpler without parting neighbours, joined, laid on a plane."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

Grid = Literal["degrees", "metres", "swapped", "elsewhere"]
Point = tuple[float, float]

UNITED_KINGDOM = (-9.0, 49.5, 2.5, 61.5)  # degrees: west, south, east, north (WGS84)
NATIONAL_GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)  # metres, of the British National Grid
FINENESS = 800  # parts of the whole map's length: what is finer is not drawn
MOST_CORNERS = 200_000  # of one area as it comes; the whole coast of Scotland in full has fewer


class NotAnOutline(Exception):  # noqa: N818 (it says what is the case)
    """A text that is no outline of an area; `code` is the kind of problem."""

    def __init__(self, code: str) -> None:
        """Remember the kind of problem."""
        super().__init__(code)
        self.code = code


def read_outline(text: str) -> "MultiPolygon":
    """Read a GeoJSON geometry (RFC 7946) of the type Polygon or MultiPolygon; NotAnOutline when it is none, or not whole.

    Lines that cross themselves are mended, heights are left out.
    """
    import shapely  # takes a tenth of a second, so only where there are boundaries

    try:
        geometry = json.loads(text)
        kind, coordinates = geometry["type"], geometry["coordinates"]
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise NotAnOutline("outline-not-read") from error
    if kind not in ("Polygon", "MultiPolygon"):
        raise NotAnOutline("outline-not-an-area")
    found = [rings_of(each) for each in listed(coordinates if kind == "MultiPolygon" else [coordinates])]
    if sum(len(ring) for rings in found for ring in rings) > MOST_CORNERS:
        raise NotAnOutline("outline-too-fine")
    try:
        mended = shapely.make_valid(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in found]))
    except shapely.errors.GEOSException as error:  # a hole in what is no more than a point, say
        raise NotAnOutline("outline-without-area") from error
    areas = shapely.MultiPolygon(list(polygons(mended)))
    if areas.is_empty or shapely.set_precision(areas, 10.0 ** -digits(areas)).is_empty:  # a sliver is nothing once it is rounded
        raise NotAnOutline("outline-without-area")
    return areas


def in_short(text: str) -> str:
    """Say in a few words what an outline that is kept is: 'an outline of 34 corners'. Corners that end a ring are not counted twice."""
    geometry = json.loads(text)
    areas = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return f"an outline of {sum(len(ring) - 1 for rings in areas for ring in rings):,} corners"


def digits(outline: "MultiPolygon") -> int:
    """Return the decimals that an outline's numbers are rounded to, which is to the metre: of degrees 5, of metres none."""
    return 5 if max(map(abs, outline.bounds)) <= 180 else 0


def rings_of(polygon: object) -> list[list[Point]]:
    """Return the rings of a polygon's coordinates, the outer one first; NotAnOutline when they are none."""
    rings = [[point(each) for each in listed(ring)] for ring in listed(polygon)]
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        raise NotAnOutline("outline-not-closed")
    return rings


def listed(value: object) -> list[Any]:
    """Return a list that holds something; NotAnOutline for anything else."""
    if not isinstance(value, list) or not value:
        raise NotAnOutline("outline-not-read")
    return value


def point(position: object) -> Point:
    """Return a position without its height; NotAnOutline when it is none, or beyond all reason."""
    numbers = listed(position)[:2]
    if len(numbers) < 2 or any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        raise NotAnOutline("outline-not-read")
    if any(not -1e9 < each < 1e9 for each in numbers):  # of NaN neither is so
        raise NotAnOutline("outline-elsewhere")
    return float(numbers[0]), float(numbers[1])


def polygons(geometry: Any) -> Iterator["Polygon"]:
    """Yield the polygons in a geometry that have an area; lines and points that mending left over are nothing to fill."""
    for part in getattr(geometry, "geoms", [geometry]):
        if part.geom_type == "Polygon":
            yield from [part] if part.area > 0 else []
        elif part.geom_type != "LineString" and part.geom_type != "Point":
            yield from polygons(part)


def grid(outline: "MultiPolygon") -> Grid:
    """Tell what an outline's numbers are: degrees east and north, metres of the British National Grid, or neither of the two."""
    west, south, east, north = outline.bounds
    for name, (left, below, right, above) in {"degrees": UNITED_KINGDOM, "metres": NATIONAL_GRID}.items():
        if left <= west and east <= right and below <= south and north <= above and (name == "degrees" or east > 180):
            return name  # type: ignore[return-value]
    left, below, right, above = UNITED_KINGDOM
    return "swapped" if below <= west and east <= above and left <= south and north <= right else "elsewhere"


def simpler(outlines: Sequence["MultiPolygon"]) -> list[str]:
    """Return outlines as a map of them all can show them, as GeoJSON: borders that two share stay shared.

    The method is that of Visvalingam and Whyatt over the edges of a coverage, as GEOS has it. Islands too small to be seen are left
    out, but for the largest part of each area; degrees are given to the metre, metres whole.
    """
    import shapely

    if not outlines:
        return []
    west, south, east, north = shapely.total_bounds(list(outlines))
    tolerance = max(east - west, north - south) / FINENESS
    simple = shapely.coverage_simplify(list(outlines), tolerance, simplify_boundary=True)
    return [as_text(large_parts(each, tolerance), digits(of)) for each, of in zip(simple, outlines, strict=True)]


def large_parts(outline: Any, tolerance: float) -> list["Polygon"]:
    """Return the parts of an outline that can be seen, the largest one always, without the holes that cannot."""
    import shapely

    parts = sorted(polygons(outline), key=lambda part: -part.area)
    seen = [part for number, part in enumerate(parts) if number == 0 or part.area > tolerance**2]
    return [shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > tolerance**2]) for part in seen]


def as_text(parts: Sequence["Polygon"], decimals: int) -> str:
    """Return polygons as the text of a GeoJSON geometry."""
    rounded = [
        [[[round(x, decimals), round(y, decimals)] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts
    ]
    return json.dumps({"type": "MultiPolygon", "coordinates": rounded}, separators=(",", ":"))


def joined(texts: Sequence[str]) -> tuple[list[list[Point]], Point]:
    """Return the rings of several outlines as one area on a plane, east and north alike long, and a point well within it."""
    import shapely

    area = shapely.union_all([shapely.make_valid(shapely.from_geojson(text)) for text in texts])
    if max(map(abs, area.bounds)) <= 180:
        wide = math.cos(math.radians(55))  # of a degree east beside one north, in the middle of the country
        area = shapely.transform(area, lambda places: places * [wide, 1.0])
    parts = list(polygons(area))
    middle = shapely.maximum_inscribed_circle(max(parts, key=lambda part: part.area)).coords[0]
    return [[(x, y) for x, y in ring.coords] for part in parts for ring in (part.exterior, *part.interiors)], (middle[0], middle[1])
