"""Samples of prescriptions and what pharmacists and prescribers say of them.

Nobody chooses a sample: its seed is made of the institution, the month and the list of prescriptions itself, and the
order of the draw is that of SHA-256 over seed and prescription. The same list gives the same sample; another list
another seed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.domains.pharmacy.rules.common import Json, fault, referred
from tongmai.model.lists import codes

CRITERIA = codes(__file__, "review_criteria", "criterion")
DRUG, DISEASE = "urn:tongmai:drug", "http://hl7.org/fhir/sid/icd-10"


def list_hash(ids: Iterable[str]) -> str:
    """SHA-256 of the sorted ids, a line each."""
    return sha256("\n".join(sorted(ids)).encode()).hexdigest()


def seed_of(institution: str, month: str, ids: Iterable[str]) -> str:
    """The seed of a draw: 16 hexadecimal digits."""
    return sha256(f"{institution}|{month}|{list_hash(ids)}".encode()).hexdigest()[:16]


def drawn(ids: Iterable[str], seed: str, size: int) -> list[str]:
    """The first `size` ids in the order of the draw; all of them where there are no more."""
    return sorted(ids, key=lambda id: (sha256(f"{seed}|{id}".encode()).hexdigest(), id))[:size]


def draw_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of drawing: a month that has begun, prescriptions in it, once an institution and month. Looks:
    `prescriptions`, `draws`."""
    month = str(focus.get("month", ""))
    if len(month) != len("2025-06") or month > f"{today:%Y-%m}":
        return fault("month", "请填已开始的月份，如 2025-06", "a month that has begun, such as 2025-06")
    if int(focus.get("size", 0)) < 1:
        return fault("size", "抽样数至少为 1", "at least one")
    if any(one.get("month") == month for one in fields.get("draws", ())):
        return fault("month", "该机构该月已抽样", "this month of the institution is drawn already",
                     ("抽样不可重来", "a draw is not repeated"))  # fmt: skip
    if not fields.get("prescriptions"):
        return fault("month", "该机构该月没有处方", "the institution has no prescription in that month")
    return []


def drawn_sample(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: how many prescriptions there were, their hash, the seed, and the items of the sample without the
    person."""
    by_id = {str(one["id"]): one for one in fields["prescriptions"]}
    seed = seed_of(referred(focus.get("institution")), str(focus["month"]), by_id)
    chosen = drawn(by_id, seed, int(focus["size"]))
    items = [item(number, by_id[id]) for number, id in enumerate(chosen, start=1)]
    return {"population": len(by_id), "hash": list_hash(by_id), "seed": seed, "items": items}


def item(number: int, prescription: Json) -> dict[str, Any]:
    """A prescription as the sample keeps it: drug, use, reason, prescriber and day."""
    dosage = (prescription.get("dosageInstruction") or [{}])[0].get("text")
    days = ((prescription.get("dispenseRequest") or {}).get("expectedSupplyDuration") or {}).get("value")
    found: dict[str, Any] = {
        "number": number,
        "prescription": {"reference": f"MedicationRequest/{prescription['id']}"},
        "drug": _coded([prescription.get("medicationCodeableConcept") or {}], DRUG),
        "dosage": dosage,
        "days": int(days) if days else None,
        "disease": _coded(prescription.get("reasonCode", ()), DISEASE) or None,
        "prescriber": prescription.get("recorder"),
        "on": str(prescription.get("authoredOn", ""))[:10] or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _coded(concepts: Sequence[Json], system: str) -> str:
    codings = (coding for one in concepts for coding in one.get("coding", ()))
    return next((str(one["code"]) for one in codings if one.get("system") == system), "")


def not_reviewed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a review: the number stands in the sample and was not reviewed. Looks: `draws`, `reviews`."""
    number = str(focus.get("number", ""))
    draw: Json = next(iter(fields.get("draws", ())), {})
    if number not in {str(one["number"]) for one in draw.get("item", ())}:
        return fault("number", "样本中没有这一号", "the sample has no such number")
    if any(str(one.get("number")) == number for one in fields.get("reviews", ())):
        return fault("number", "这一号已点评", "this one is reviewed already")
    return []


def reviewed_item(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: what the sample says of the prescription that is reviewed."""
    draw: Json = next(iter(fields.get("draws", ())), {})
    number = str(focus.get("number", ""))
    one = next((entry for entry in draw.get("item", ()) if str(entry["number"]) == number), None)
    if one is None:
        return {}
    found = {"of_institution": draw.get("institution"), "of_area": draw.get("area"), "of_drug": one.get("drug"),
             "of_prescription": one.get("prescription"), "of_prescriber": one.get("prescriber")}  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def sample_reviewed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of concluding: every number of the sample is reviewed. Look: `reviews`."""
    done = {str(one.get("number")) for one in fields.get("reviews", ())}
    left = [str(one["number"]) for one in focus.get("item", ()) if str(one["number"]) not in done]
    if not left:
        return []
    return fault("summary", f"还有 {len(left)} 张未点评：{'、'.join(left[:8])}",
                 f"{len(left)} are not reviewed yet: {', '.join(left[:8])}")  # fmt: skip
