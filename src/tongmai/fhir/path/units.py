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
_ATOMS: dict[str, tuple[str, str, bool]] = {
    # atom: (factor, what it is a multiple of, takes prefixes)
    "m": ("1", "", True), "s": ("1", "", True), "g": ("1", "", True), "rad": ("1", "", True), "K": ("1", "", True),
    "C": ("1", "", True), "cd": ("1", "", True), "mol": ("6.0221367e23", "1", True), "1": ("1", "1", False),
    "%": ("0.01", "1", False), "10*": ("10", "1", False), "10^": ("10", "1", False), "[ppth]": ("1e-3", "1", False),
    "[ppm]": ("1e-6", "1", False), "min": ("60", "s", False), "h": ("3600", "s", False), "d": ("86400", "s", False),
    "wk": ("604800", "s", False), "mo": ("2629800", "s", False), "a": ("31557600", "s", False),
    "L": ("0.001", "m3", True), "l": ("0.001", "m3", True), "t": ("1e6", "g", True), "Hz": ("1", "s-1", True),
    "N": ("1e3", "g.m/s2", True), "Pa": ("1e3", "g/m/s2", True), "J": ("1e3", "g.m2/s2", True),
    "W": ("1e3", "g.m2/s3", True), "V": ("1e3", "g.m2/s2/C", True), "A": ("1", "C/s", True), "bar": ("1e8", "g/m/s2", True),
    "m[Hg]": ("133322000", "g/m/s2", True), "cal": ("4184", "g.m2/s2", True), "kat": ("1", "mol/s", True),
    "U": ("1e-6", "mol/min", True), "eq": ("1", "mol", True), "osm": ("1", "mol", True), "deg": ("0.0174532925199433", "rad", False),
    "[in_i]": ("0.0254", "m", False), "[ft_i]": ("0.3048", "m", False), "[yd_i]": ("0.9144", "m", False),
    "[mi_i]": ("1609.344", "m", False), "[lb_av]": ("453.59237", "g", False), "[oz_av]": ("28.349523125", "g", False),
    "[gr]": ("0.06479891", "g", False), "[st_av]": ("6350.29318", "g", False), "[pt_us]": ("0.000473176473", "m3", False),
    "[gal_us]": ("0.003785411784", "m3", False), "[foz_us]": ("0.0000295735295625", "m3", False),
}  # fmt: skip
CALENDAR = {
    "year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s", "millisecond": "ms",
}  # fmt: skip
_PART = re.compile(r"(?P<atom>10[*^]|(?:[^\d./()\[\]{}+-]*\[[^\]]+\]|[^\d./()\[\]{}+-]+|1))(?P<exponent>[+-]?\d+)?(?:\{[^}]*\})?")


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
