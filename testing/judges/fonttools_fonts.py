"""What fontTools finds in font files: python3 fonttools_fonts.py < JSON

Input: a list of [path, face, glyph ids or null]. Output: a list of {"count", "unitsPerEm", "cmap", "glyphs": {id:
[advance, control box or null]}, "tables", "faults"} in the same order. A Type 1 font has its glyphs by name.
"""
import json
import logging
import sys

from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.t1Lib import T1Font
from fontTools.ttLib import TTFont

faults = []


class Collect(logging.Handler):
    def emit(self, record):
        # dates before 1970 are what fonts without a date have
        if record.levelno >= logging.WARNING and "timestamp" not in record.getMessage():
            faults.append(record.getMessage())


logging.getLogger("fontTools").addHandler(Collect())


def measured(glyph_set, name):
    pen = ControlBoundsPen(glyph_set)
    glyph_set[name].draw(pen)
    return [glyph_set[name].width, pen.bounds]


def type1(path, names):
    glyph_set = T1Font(path).getGlyphSet()
    return {
        "count": len(glyph_set.keys()),
        "unitsPerEm": 1000,
        "cmap": {},
        "glyphs": {name: measured(glyph_set, name) for name in names},
        "tables": [],
        "faults": [],
    }


def sfnt(path, face, ids):
    faults.clear()
    # with checkChecksums=2 a wrong sum is an error
    font = TTFont(path, fontNumber=face, checkChecksums=2 if ids is None else 0, lazy=True)
    order = font.getGlyphOrder()
    index = {name: i for i, name in enumerate(order)}
    glyph_set = font.getGlyphSet()
    if ids is None:
        for tag in font.keys():
            font[tag]
            if tag in ("glyf", "loca", "hmtx", "cmap", "OS/2", "name", "post", "head", "hhea", "maxp"):
                font[tag].ensureDecompiled() if hasattr(font[tag], "ensureDecompiled") else None
    wanted = range(len(order)) if ids is None else ids
    return {
        "count": len(order),
        "unitsPerEm": font["head"].unitsPerEm,
        "cmap": {str(code): index[name] for code, name in (font.getBestCmap() or {}).items()} if ids is None else {},
        "glyphs": {str(i): measured(glyph_set, order[i]) for i in wanted},
        "tables": sorted(tag for tag in font.keys() if tag != "GlyphOrder"),
        "faults": list(faults),
    }


print(
    json.dumps(
        [
            type1(path, ids) if path.endswith((".pfb", ".pfa", ".t1")) else sfnt(path, face, ids)
            for path, face, ids in json.load(sys.stdin)
        ]
    )
)
