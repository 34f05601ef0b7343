"""Units of measure: as much of UCUM as equality, comparison and arithmetic of quantities need.

Source: The Unified Code for Units of Measure (UCUM), tables 1 to 4 in part. A unit outside it is comparable with itself
only. Temperatures (Cel) and other special units have no factor and are left out on purpose.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple


class Unit(NamedTuple):
    """A factor to base units and the exponents of the base units, sorted."""

    factor: Decimal
    dimensions: tuple[tuple[str, int], ...]


_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1,
    "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
}  # fmt: skip
_TABLE = """
m 1 - *|s 1 - *|g 1 - *|rad 1 - *|K 1 - *|C 1 - *|cd 1 - *|mol 6.0221367e23 1 *|1 1 1|% 0.01 1|10* 10 1|10^ 10 1
[ppth] 1e-3 1|[ppm] 1e-6 1|min 60 s|h 3600 s|d 86400 s|wk 604800 s|mo 2629800 s|a 31557600 s|L 0.001 m3 *|l 0.001 m3 *
t 1e6 g *|Hz 1 s-1 *|N 1e3 g.m/s2 *|Pa 1e3 g/m/s2 *|J 1e3 g.m2/s2 *|W 1e3 g.m2/s3 *|V 1e3 g.m2/s2/C *|A 1 C/s *
bar 1e8 g/m/s2 *|m[Hg] 133322000 g/m/s2 *|cal 4184 g.m2/s2 *|kat 1 mol/s *|U 1e-6 mol/min *|eq 1 mol *|osm 1 mol *
deg 0.0174532925199433 rad|[in_i] 0.0254 m|[ft_i] 0.3048 m|[yd_i] 0.9144 m|[mi_i] 1609.344 m|[lb_av] 453.59237 g
[oz_av] 28.349523125 g|[gr] 0.06479891 g|[st_av] 6350.29318 g|[pt_us] 0.000473176473 m3|[gal_us] 0.003785411784 m3
[foz_us] 0.0000295735295625 m3
"""
"""Atom, factor, what it is a multiple of (-: nothing, a base unit), and * where it takes prefixes."""
_ATOMS = {
    atom: (factor, "" if of == "-" else of, bool(metric))
    for atom, factor, of, *metric in (row.split() for row in _TABLE.strip().replace("\n", "|").split("|"))
}
CALENDAR = {
    "year": "a", "month": "mo", "week": "wk", "day": "d",
    "hour": "h", "minute": "min", "second": "s", "millisecond": "ms",
}  # fmt: skip
_PART = re.compile(r"(?P<atom>10[*^]|[^\d./()\[\]{}+-]*\[[^\]]+\]|[^\d./()\[\]{}+-]+|1)(?P<exponent>[+-]?\d+)?")


@lru_cache(maxsize=1024)
def unit(code: str) -> Unit | None:
    """The unit of a UCUM code; None for one we do not know."""
    factor, dimensions, at, sign = Decimal(1), dict[str, int](), 0, 1
    text = re.sub(r"\{[^}]*\}", "", code) or "1"
    while at < len(text):
        if text[at] in "./" and (at or text[at] == "/"):
            sign = -1 if text[at] == "/" else 1
            at += 1
        match = _PART.match(text, at)
        atom = _atom(match["atom"]) if match else None
        if match is None or atom is None:
            return None
        exponent = sign * int(match["exponent"] or 1)
        factor *= atom.factor**exponent
        for base, power in atom.dimensions:
            dimensions[base] = dimensions.get(base, 0) + power * exponent
        at, sign = match.end(), 1
    return Unit(factor, tuple(sorted((base, power) for base, power in dimensions.items() if power)))


def _atom(name: str) -> Unit | None:
    if name in _ATOMS:
        return _known(name, Decimal(1))
    for length in (2, 1):
        prefix, rest = name[:length], name[length:]
        if prefix in _PREFIXES and rest in _ATOMS and _ATOMS[rest][2]:
            return _known(rest, Decimal(10) ** _PREFIXES[prefix])
    return None


def _known(name: str, scale: Decimal) -> Unit:
    factor, of, _ = _ATOMS[name]
    if not of:
        return Unit(scale, ((name, 1),))
    base = Unit(Decimal(1), ()) if of == "1" else unit(of)
    if base is None:
        raise ValueError(f"the table of units is wrong at {name}")
    return Unit(scale * Decimal(factor) * base.factor, base.dimensions)
