"""The catalogue of suitable techniques by class."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.tcm.rules.records import Json
from tongmai.model.lists import room_table

TECHNIQUES = room_table(__file__, "tcm_techniques", "technique")
_CLASSES = room_table(__file__, "tcm_classes", "class")
CLASSES: Mapping[str, Words] = {row["class"]: Words(row["zh"], row["en"]) for row in _CLASSES.rows}
_SYSTEM = "urn:tongmai:technique"


def techniques() -> tuple[tuple[str, Words], ...]:
    """Every technique that a row ever held, as options."""
    return tuple(
        {row["technique"]: (row["technique"], Words(row["zh"], row["en"])) for row in TECHNIQUES.rows}.values()
    )


def class_of(technique: str) -> str:
    """To which class a technique belongs; "" for one that no row ever held."""
    return next((row["class"] for row in TECHNIQUES.rows if row["technique"] == technique), "")


def class_words(name: str) -> Words:
    """What a class is called; its code where no row ever held it."""
    return CLASSES.get(name, Words(name, name))


def words_of(technique: str) -> Words:
    """What a technique is called; its code where no row ever held it."""
    return dict(techniques()).get(technique, Words(technique, technique))


def _asked(focus: Json) -> str:
    codes = (focus.get("code") or {}).get("coding", ())
    return next((str(one.get("code")) for one in codes if one.get("system") == _SYSTEM), "")


def in_catalogue(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a treatment: the technique stands in the catalogue of the day."""
    if TECHNIQUES.find(today, technique=_asked(focus)):
        return []
    return [wrong("technique", "该技术不在今天的目录内", "the technique is not in the catalogue of today")]


def what_was_done(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives what a procedure says: the technique, its class, what it is called."""
    technique = _asked(focus)
    return {
        "technique": technique, "technique_class": class_of(technique), "technique_name": words_of(technique).zh,
    }  # fmt: skip
