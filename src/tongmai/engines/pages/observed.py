"""What an observation found, in a few words: its own value, or those of its components. Pure.

A blood pressure is one finding with two numbers (R4 vital signs, LOINC 85354-9): systolic (8480-6) over diastolic
(8462-4), said as people say it, "168/102 mmHg". Any other component is named beside its value.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tongmai.engines.pages.figures import NOTHING

Json = Mapping[str, Any]
LOINC, SYSTOLIC, DIASTOLIC = "http://loinc.org", "8480-6", "8462-4"


def observed(observation: Json) -> str:
    """The value with its unit; the dash where nothing was found. A pressure of which one number is missing has the
    dash in its place."""
    return _own(observation) or " · ".join(_parts(observation.get("component") or ())) or NOTHING


def _own(found: Json) -> str:
    """The value of an observation or of one component: a quantity, a text, a whole number or a concept; "" for none."""
    if isinstance(quantity := found.get("valueQuantity"), Mapping):
        return f"{_number(quantity)} {quantity.get('unit', '')}".strip()
    if isinstance(concept := found.get("valueCodeableConcept"), Mapping):
        return _named(concept)
    return next((str(found[name]) for name in ("valueString", "valueInteger") if name in found), "")


def _parts(components: Sequence[Json]) -> list[str]:
    pair = [next((one for one in components if _is(one, code)), {}) for code in (SYSTOLIC, DIASTOLIC)]
    said = [_pressure(*pair)] if any(_own(one) for one in pair) else []
    others = [one for one in components if not any(one is part for part in pair)]
    return said + [f"{_named(one.get('code') or {})} {value}".strip() for one in others if (value := _own(one))]


def _pressure(systolic: Json, diastolic: Json) -> str:
    """Both in the unit of whichever says it; in two units each keeps its own."""
    quantities = [one.get("valueQuantity") or {} for one in (systolic, diastolic)]
    units = list(dict.fromkeys(str(one["unit"]) for one in quantities if one.get("unit")))
    if len(units) > 1:
        return "/".join(_own(one) for one in (systolic, diastolic))
    return f"{'/'.join(_number(one) for one in quantities)} {''.join(units)}".strip()


def _number(quantity: Json) -> str:
    value = quantity.get("value")
    if value is None:
        return NOTHING
    text = f"{value:,}" if isinstance(value, int | Decimal) else str(value)
    return f"{quantity.get('comparator', '')}{text}"


def _is(component: Json, code: str) -> bool:
    codings = (component.get("code") or {}).get("coding") or ()
    return any(one.get("system") == LOINC and one.get("code") == code for one in codings)


def _named(concept: Json) -> str:
    codings = concept.get("coding") or ()
    return str(concept.get("text") or next((one["display"] for one in codings if one.get("display")), ""))
