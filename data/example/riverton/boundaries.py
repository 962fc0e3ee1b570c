"""The outlines of the wards: a grid of five by six shaken by hand, on the open sea where nobody lives."""

# ruff: noqa: S311 (these random numbers guard nothing)
import json
from random import Random

from riverton.wards import NEIGHBOURHOODS, SEED, boundary

ACROSS, DOWN = 6, 5
WEST, SOUTH, WIDE, HIGH = 1.05, 55.02, 0.026, 0.0175  # degrees, in the North Sea
BETWEEN = 5  # corners along each side of a ward

Place = tuple[float, float]
Line = list[Place]


def boundaries() -> bytes:
    """Return the boundaries as GeoJSON, with the names of properties that published boundaries have."""
    random = Random(f"{SEED} boundaries")
    corners = {
        (x, y): (x + random.uniform(-0.28, 0.28), y + random.uniform(-0.28, 0.28)) for x in range(ACROSS + 1) for y in range(DOWN + 1)
    }
    along = {(x, y): side(corners[x, y], corners[x + 1, y], random) for x in range(ACROSS) for y in range(DOWN + 1)}
    down = {(x, y): side(corners[x, y], corners[x, y + 1], random) for x in range(ACROSS + 1) for y in range(DOWN)}
    features = []
    for number, (code, name) in enumerate(NEIGHBOURHOODS.items()):
        x, y = number % ACROSS, number // ACROSS
        ring = along[x, y] + down[x + 1, y] + along[x, y + 1][::-1] + down[x, y][::-1]
        whole = [placed(place) for place in [*ring, ring[0]]]
        told = boundary(code)
        properties = {f"WD{told['boundary_year'] % 100}CD": told["gss_code"], f"WD{told['boundary_year'] % 100}NM": f"{name} (invented)"}
        corners_once = [place for place, before in zip(whole, [None, *whole], strict=False) if place != before]
        geometry = {"type": "Polygon", "coordinates": [corners_once]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return (json.dumps({"type": "FeatureCollection", "features": features}) + "\n").encode()


def side(first: Place, last: Place, random: Random) -> Line:
    """Return the corners of a side that two wards share, both ends among them."""
    shares = [step / BETWEEN for step in range(1, BETWEEN)]
    straight = [(first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share) for share in shares]
    return [first, *((x + random.uniform(-0.05, 0.05), y + random.uniform(-0.05, 0.05)) for x, y in straight), last]


def placed(place: Place) -> Place:
    """Return where a corner of the grid lies, in degrees east and north; the first row is the northernmost."""
    return round(WEST + place[0] * WIDE, 5), round(SOUTH + (DOWN - place[1]) * HIGH, 5)
