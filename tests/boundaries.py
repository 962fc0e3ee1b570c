"""Files of boundaries, made for tests."""

import json


def square(east=0.0, north=0.0, size=0.1):
    """The corners of a square, from its south-western one; 0, 0 is a place in the North Sea."""
    west, south = 1 + east, 55 + north
    return [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]


def area(code, east=0.0, *, of="code", geometry=None, **properties):
    """A feature with a square of its own or another geometry, its code in the property `of`."""
    if geometry is None:
        geometry = {"type": "Polygon", "coordinates": [square(east)]}
    return {"type": "Feature", "properties": {of: code} | properties, "geometry": geometry}


def geojson(*features):
    """The bytes of a file with these features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
