"""The unified list by tier, what an institution keeps, and what is given in place of a drug that it does not keep.

An entry names the lowest tier at which its drug may be used: inside the community that decides, and the limits of the
list of essential medicines at the three tiers do not (001「打破县、乡、村三级医疗机构基本用药目录限制」).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import (
    DRUGS,
    Json,
    drug_row,
    drug_words,
    fault,
    in_force,
    listed_words,
    referred,
)
from tongmai.model.lists import room_table

LEVELS = room_table(__file__, "formulary_levels", "level")
_RANKS = room_table(__file__, "kind_ranks", "kind")
_USUAL = room_table(__file__, "usual_stock", "kind", "drug")
DRUG_FIELDS = ("drug_1", "drug_2", "drug_3")
ASKED = "ask"
"""The value of `supply_1` and its like: the drug is wanted although the place does not keep it."""
SUPPLY_WAYS = ((ASKED, Words("请该机构备药", "ask that it be supplied")),)


def rank_of(kind: str, day: date) -> int:
    """The tier of a kind of institution as a number: 3 county, 2 township, 1 village, 0 unknown."""
    row = _RANKS.find(day, kind=kind)
    return int(row["rank"]) if row else 0


def allowed(entry: Json, kind: str, day: date) -> bool:
    """Whether an entry holds on a day and lets this kind of institution use its drug."""
    row = LEVELS.find(day, level=str(entry.get("level", "")))
    return row is not None and in_force(entry, day) and rank_of(kind, day) >= int(row["rank"])


@dataclass(frozen=True, slots=True)
class Place:
    """An institution that is to have drugs. `county`: its first six digits; `held`: what it keeps on the day;
    `reported`: it sent its list, else `held` is what such a house usually keeps; `listed`: what the unified list of its
    county lets it use; None where its county has no list yet."""

    id: str
    kind: str
    county: str
    held: frozenset[str]
    reported: bool
    listed: frozenset[str] | None

    def may_use(self, drug: str) -> bool:
        return self.listed is None or drug in self.listed


def place_of(institution: Json, holdings: Iterable[Json], entries: Iterable[Json], day: date) -> Place:
    """An institution with what it keeps and may use on a day."""
    id, kind = str(institution.get("id", "")), _kind(institution)
    county = _village(institution)[:6]
    own = [one for one in holdings if referred(one.get("institution")) == id]
    held = {str(one["drug"]) for one in own if in_force(one, day)}
    if not own:
        held = {row["drug"] for row in _USUAL.on(day) if row["kind"] == kind}
    near = [one for one in entries if str(one.get("area", "")).startswith(county) and in_force(one, day)]
    listed = frozenset(str(one["drug"]) for one in near if allowed(one, kind, day)) if near and county else None
    return Place(id, kind, county, frozenset(held), bool(own), listed)


def _kind(institution: Json) -> str:
    codings = (coding for one in institution.get("type", ()) for coding in one.get("coding", ()))
    return next((str(one["code"]) for one in codings if one.get("system") == "urn:tongmai:kind"), "")


def _village(institution: Json) -> str:
    marks = institution.get("extension", ())
    return next((str(one["valueCode"]) for one in marks if one.get("url") == "urn:tongmai:village"), "")


def equivalents(drug: str, place: Place, day: date) -> list[str]:
    """Drugs of the same class that a place keeps and may use, in the order of the table."""
    own = drug_row(drug, day)
    if own is None or own["class"] == "consumable":
        return []
    same = [row["drug"] for row in DRUGS.on(day) if row["class"] == own["class"] and row["drug"] != drug]
    return [one for one in same if one in place.held and place.may_use(one)]


def drugs_held(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the place keeps every drug named, or the drug is asked for there. Each drug that is missing says so
    at its field, with the equivalents that the place keeps and, where its list lets it use the drug, with the request.
    Looks: `destination` (the institution), `held` (its holdings), `listed` (entries of unified lists)."""
    found = fields.get("destination") or ()
    if not found:
        return []  # no place is chosen yet: who takes the step is asked for it
    place = place_of(found[0], fields.get("held", ()), fields.get("listed", ()), today)
    return [issue for number, drug in _named(fields) for issue in _missing(number, drug, fields, place, today)]


def _named(fields: Json) -> list[tuple[str, str]]:
    """(number, drug) of what is prescribed."""
    return [(name[-1], str(fields[name])) for name in DRUG_FIELDS if fields.get(name)]


def _missing(number: str, drug: str, fields: Json, place: Place, day: date) -> list[Issue]:
    where, name = f"drug_{number}", drug_words(drug, day)
    if drug_row(drug, day) is None:
        return [Issue("code", Words(f"没有这种药：{drug}", f"no such drug: {drug}"), where=where)]
    if drug in place.held:
        return []
    if fields.get(f"supply_{number}") == ASKED and place.may_use(drug):
        return []
    others = equivalents(drug, place, day)
    offers = tuple(
        (
            where,
            one,
            Words(f"改用 {drug_words(one, day).zh}（该机构有药）", f"{drug_words(one, day).en}, which it keeps"),
        )
        for one in others
    )
    if place.may_use(drug):
        asks = Words(f"仍用 {name.zh}，请该机构备药", f"keep {name.en}: ask that it be supplied there")
        offers = (*offers, (f"supply_{number}", ASKED, asks))
        words = Words(f"该机构无此药：{name.zh}", f"not kept there: {name.en}")
    else:
        words = Words(f"该机构无此药，统一目录也不供这一级使用：{name.zh}",
                      f"not kept there, nor may this tier use it by the unified list: {name.en}")  # fmt: skip
    told = listed_words([drug_words(one, day) for one in others])
    remedy = Words(f"可替代：{told.zh}", f"instead: {told.en}") if others else Words("请调整方案", "change the plan")
    return [Issue("rule", words, where=where, rule="pharmacy.drugs_held", remedy=remedy, offers=offers)]


def drugs_asked(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: `ask_1` and its like, each drug that is asked for at a place which does not keep it; `below`, the place;
    `prescribed_on`, the day."""
    found = fields.get("destination") or ()
    if not found:
        return {}
    place = place_of(found[0], fields.get("held", ()), fields.get("listed", ()), today)
    asked = {
        f"ask_{number}": drug for number, drug in _named(fields)
        if drug not in place.held and fields.get(f"supply_{number}") == ASKED
    }  # fmt: skip
    return {**asked, "below": place.id}


def supply_area(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived when a drug that was asked for is there: the county of the place, and the drug. Look: `destination`."""
    concept = focus.get("itemCodeableConcept") or {}
    drug = next((str(one["code"]) for one in concept.get("coding", ())), "")
    found = fields.get("destination") or ()
    return {"held_drug": drug, **({"held_area": f"{_village(found[0])[:6]}000000"} if found else {})}


def entry_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of asking for a drug: the list of the county does not let this tier use it already. Look:
    `listed`."""
    county, level = str(focus.get("area", ""))[:6], str(focus.get("level", ""))
    wanted = LEVELS.find(today, level=level)
    if drug_row(str(focus.get("drug", "")), today) is None or wanted is None:
        return fault("drug", "没有这种药或级别", "no such drug or tier")
    for entry in fields.get("listed", ()):
        row = LEVELS.find(today, level=str(entry.get("level", "")))
        same = entry.get("drug") == focus.get("drug") and str(entry.get("area", "")).startswith(county)
        if same and row and in_force(entry, today) and int(row["rank"]) <= int(wanted["rank"]):
            return fault("drug", "统一目录中已有，且这一级可用", "it is on the list already, for this tier too",
                         ("不必再申请", "nothing needs to be asked for"))  # fmt: skip
    return []


def entry_fits(row: Json) -> list[Issue]:
    """A check of the list: the end does not come before the beginning."""
    since, until = str(row.get("since") or ""), str(row.get("until") or "")
    if since and until and until < since:
        return [Issue("value", Words("止于起之前", "it ends before it begins"), where="until",
                      remedy=Words("请核对两个日期", "check both days"))]  # fmt: skip
    return []
