"""Unified lists, what houses keep, one round of pooled procurement, prescriptions and their reviews. All invented.

The forms are those that the workflow engine writes; the draws are those of the pharmacy's rules, which a test holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.tables import DatedRow, read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import PURCHASED, REVIEWED, SAMPLED, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
By = tuple[str, str, str]
SINCE, LISTED = "2024-01-01", "2024-03-01"
COUNTY_ONLY = frozenset({"perindopril", "sacubitril-valsartan", "ticagrelor"})
BEYOND = frozenset({"dapagliflozin", "insulin-glargine", "tiotropium"})
"""Not essential, and yet for townships by the unified list."""
AT_ROOMS = frozenset({"amlodipine", "enalapril", "metformin", "aspirin", "amoxicillin", "metoprolol"})
KEPT = ("amlodipine", "nifedipine-cr", "enalapril", "valsartan", "metoprolol", "aspirin", "clopidogrel", "simvastatin",
        "metformin", "amoxicillin")  # fmt: skip
OUT = {"amlodipine": "2025-04-30"}
ALSO = {"atorvastatin": SINCE}
"""Of the tour's town: what ran out when, what it keeps beyond the others."""
TOWNS_REPORTING = 9  # townships of each of the tour's two counties that sent their list
BOUGHT = (("amlodipine", 3, 340, 1290), ("metformin", 3, 215, 980), ("atorvastatin", 2, 460, 2150),
          ("clopidogrel", 2, 1880, 4260), ("glucose-strips", 2, 3350, 4200))  # fmt: skip
"""Drug, packages a day and house, price and price before in cents."""
ROUND, BEGUN, ENDS = "2025-1", date(2025, 1, 10), "2026-01-09"
SHARE = 75  # percent of what was reported that was agreed
REPORTED_ONLY, NOT_YET = "2025-2", ("dapagliflozin", 120)
A_TOWN = 18  # prescriptions of May at each of some townships
WAYS = {"I10": (("amlodipine", "5 mg 每日一次"), ("valsartan", "80 mg 每日一次"), ("enalapril", "10 mg 每日两次")),
        "E11": (("metformin", "0.5 g 每日两次"),), "J44": (("salbutamol", "必要时吸入 100 µg"),),
        "I20": (("aspirin", "100 mg 每日一次"), ("clopidogrel", "75 mg 每日一次"))}  # fmt: skip
FAULT = ("dosage", "合并肾功能不全，剂量宜减半并复查（演示）", "已电话随访患者，调整剂量（演示）")


def drugs(
    network: Sequence[Row], homes: Sequence[Home], doctors: Mapping[str, str], managers: Mapping[str, str], day: date,
    seed: int, cast: Cast,
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """(lens, rows) in an order in which every reference points backwards."""
    known = read_table(ROOMS / "pharmacy/tables/drugs.csv", ("drug",)).rows
    counties = sorted({row["village"][:6] for row in network if row["kind"] == "township_hospital"})
    yield "formulary_entry", [entry(county, row) for county in counties for row in known if row["kind"] == "drug"]
    near = cast.hospital_county
    towns = {county: _towns(network, county, doctors, cast.town) for county in (near, cast.town_county)}
    hospitals = [row["id"] for row in network if row["kind"] == "general_hospital"
                 and row["village"][:6] in towns and row["tier"] == "county" and row["id"] in doctors]  # fmt: skip
    yield "drug_holding", list(_held(known, hospitals, towns, cast.town))
    houses = [*hospitals, *towns[near][:5]]
    village = {row["id"]: row["village"] for row in network}
    lines, tasks = _purchases(houses, village, doctors, day, seed, cast.planner)
    yield "pooled_purchase", lines
    written = [row for county, found in towns.items() for house in found[: 6 if county == near else 3]
               for row in _prescriptions(house, homes, doctors, seed)]  # fmt: skip
    yield "prescription", written
    reviewer = cast.people.get("pharmacist")
    draws, reviews, more = _reviews(towns[near][:3], written, doctors, reviewer) if reviewer else ([], [], [])
    yield "review_draw", draws
    yield "prescription_review", reviews
    yield "task", [*tasks, *more]


def _towns(network: Sequence[Row], county: str, doctors: Mapping[str, str], tour: str) -> list[str]:
    found = sorted(row["id"] for row in network if row["kind"] == "township_hospital"
                   and row["village"].startswith(county) and row["id"] in doctors)  # fmt: skip
    found.sort(key=lambda id: id != tour)
    return found[:TOWNS_REPORTING]


def entry(county: str, drug: DatedRow) -> Row:
    """A drug on the list of a county."""
    code, essential = drug["drug"], drug.source.startswith("national essential")
    level = "county" if code in COUNTY_ONLY else "village" if code in AT_ROOMS else "township"
    return {"id": f"listed-{county}-{code}", "area": f"{county}000000", "drug": code, "level": level,
            "essential": essential, "since": LISTED, "basis": "演示药目〔2024〕1号", "state": "listed"}  # fmt: skip


def _held(
    known: Sequence[DatedRow], hospitals: Sequence[str], towns: Mapping[str, Sequence[str]], tour: str
) -> Iterator[Row]:
    for house in hospitals:
        yield from (_holding(house, row["drug"], SINCE) for row in known if row["kind"] == "drug")
    for found in towns.values():
        for house in found:
            yield from (_holding(house, drug, SINCE, OUT.get(drug) if house == tour else None) for drug in KEPT)
    yield from (_holding(tour, drug, since) for drug, since in ALSO.items())


def _holding(house: str, drug: str, since: str, until: str | None = None) -> Row:
    county = next(part for part in house.split("-") if part[:6].isdigit())[:6]
    note = "断货（演示）" if until else None
    return {"id": f"held-{house}-{drug}", "institution": house, "area": f"{county}000000", "drug": drug, "since": since,
            "until": until, "note": note}  # fmt: skip


def _purchases(
    houses: Sequence[str], village: Mapping[str, str], doctors: Mapping[str, str], day: date, seed: int, planner: By
) -> tuple[list[Row], list[Row]]:  # fmt: skip
    """A round under contract with its batches and months, and a need of the next round."""
    lines, tasks = [], []
    for house in houses:
        area = f"{village[house][:6]}000000"
        by = ("clinician", house, doctors[house])
        for number, (drug, daily, price, before) in enumerate(BOUGHT, start=1):
            chance = stream(seed, "purchase", house, drug)
            reported = daily * 240 + 20 * chance.randrange(4)
            agreed = reported * SHARE // 100
            row: Row = {
                "id": f"purchase-{house}-{drug}", "institution": house, "area": area, "drug": drug, "round": ROUND,
                "essential": None if drug == "glucose-strips" else True, "reported": reported, "agreed": agreed,
                "refused": reported - agreed, "channel": "sanming", "contract": f"演示采购〔2025〕{number}号",
                "since": BEGUN.isoformat(), "until": ENDS, "price": price, "reference": before, "state": "contracted",
            }  # fmt: skip
            row |= _came(agreed, price, chance.randrange(55, 90))
            lines.append(row)
            taken = [
                Taken("start", BEGUN - timedelta(days=40), by, "", "reported", {}),
                Taken("agree", BEGUN - timedelta(days=25), planner, "reported", "agreed", {"agreed": str(agreed)}),
                Taken("contract", BEGUN, planner, "agreed", "contracted",
                      {"channel": "sanming", "number": row["contract"]}),
            ]  # fmt: skip
            tasks.append(_task(PURCHASED, f"PooledPurchase/{row['id']}", _live(house, drug, ROUND), taken, False))
    house, (drug, reported) = houses[-1], NOT_YET
    asked: Row = {"id": f"purchase-{house}-{drug}", "institution": house, "area": f"{village[house][:6]}000000",
                  "drug": drug, "round": REPORTED_ONLY, "essential": False, "reported": reported,
                  "state": "reported"}  # fmt: skip
    begun = [Taken("start", day - timedelta(days=6), ("clinician", house, doctors[house]), "", "reported", {})]
    tasks.append(_task(PURCHASED, f"PooledPurchase/{asked['id']}", _live(house, drug, REPORTED_ONLY), begun, False))
    return [*lines, asked], tasks


def _live(house: str, drug: str, round: str) -> list[Any]:
    return [{"reference": f"Organization/{house}"}, drug, round]


def _task(flow: str, focus: str, live: Sequence[Any], taken: Sequence[Taken], ends: bool) -> Row:
    return task_row(flow, focus, live, taken, ends)


def _came(agreed: int, price: int, percent: int) -> Row:
    """Two batches, and months of use that stay below them."""
    first, second = agreed * 40 // 100, agreed * 40 // 100
    used = agreed * percent // 100 * 80 // 100
    months = ("2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
    part = used // len(months)
    return {
        "batches": [
            {"number": f"L25{number:02d}", "on": on, "quantity": quantity, "amountCents": quantity * price}
            for number, on, quantity in ((1, "2025-01-20", first), (2, "2025-04-15", second))
        ],
        "uses": [{"month": month, "quantity": part} for month in months],
    }


def _prescriptions(house: str, homes: Sequence[Home], doctors: Mapping[str, str], seed: int) -> Iterator[Row]:
    """Prescriptions of May to people who live there."""
    near = [home.row["id"] for home in homes if f"th-{home.township[:9]}" == house and home.age >= 45]
    chance = stream(seed, "prescriptions", house)
    for number in range(1, A_TOWN + 1 if near else 1):
        disease = chance.choice(tuple(WAYS))
        drug, dosage = chance.choice(WAYS[disease])
        at = datetime.combine(date(2025, 5, 1 + number), time(10, 5), REGION_ZONE)
        yield {"id": f"rx-{house}-{number:02d}", "drug": drug, "dosage": dosage, "disease": disease,
               "person": chance.choice(near), "institution": house, "doctor": doctors[house], "days": 14,
               "written": at.isoformat(timespec="seconds")}  # fmt: skip


SIZE, MONTH = 6, "2025-05"


def _reviews(
    houses: Sequence[str], written: Sequence[Row], doctors: Mapping[str, str], by: By
) -> tuple[list[Row], list[Row], list[Row]]:
    """A sample of May at each house; the last is still being reviewed; each has one that was fed back."""
    draws, reviews, tasks = [], [], []
    for turn, house in enumerate(houses):
        found = {row["id"]: row for row in written if row["institution"] == house}
        if not found:
            continue
        whole = turn < len(houses) - 1
        draw = _draw(house, by[1], found, "concluded" if whole else "drawn")
        drawn_on = date(2025, 6, 9)
        taken = [Taken("start", drawn_on, by, "", "drawn", {})]
        if whole:
            draw["summary"] = "6 张中 1 张用量不适宜，已反馈（演示）"
            taken.append(Taken("conclude", drawn_on + timedelta(days=9), by, "drawn", "concluded",
                               {"summary": draw["summary"]}))  # fmt: skip
        draws.append(draw)
        live = [{"reference": f"Organization/{house}"}, MONTH]
        tasks.append(_task(SAMPLED, f"ReviewDraw/{draw['id']}", live, taken, whole))
        for one in draw["items"][: None if whole else 3]:
            row, task = _review(draw, one, by, ("clinician", house, doctors[house]), answered=whole)
            reviews.append(row)
            tasks.append(task)
    return draws, reviews, tasks


def _draw(house: str, reviewer: str, found: Mapping[str, Row], state: str) -> Row:
    listed = sha256("\n".join(sorted(found)).encode()).hexdigest()
    seed = sha256(f"{house}|{MONTH}|{listed}".encode()).hexdigest()[:16]
    chosen = sorted(found, key=lambda id: sha256(f"{seed}|{id}".encode()).hexdigest())[:SIZE]
    items = [
        {"number": number, "prescription": {"reference": f"MedicationRequest/{id}"}, "drug": found[id]["drug"],
         "dosage": found[id]["dosage"], "days": found[id]["days"], "disease": found[id]["disease"],
         "prescriber": {"reference": f"Practitioner/{found[id]['doctor']}"}, "on": found[id]["written"][:10]}
        for number, id in enumerate(chosen, start=1)
    ]  # fmt: skip
    county = house.split("-")[1][:6]
    return {"id": f"draw-{house}-{MONTH}", "reviewer": reviewer, "institution": house, "area": f"{county}000000",
            "month": MONTH, "size": SIZE, "population": len(found), "hash": listed, "seed": seed, "items": items,
            "state": state}  # fmt: skip


def _review(draw: Row, item: Row, by: By, doctor: By, *, answered: bool) -> tuple[Row, Row]:
    """Reasonable, but for the first of each sample."""
    number, on = item["number"], date(2025, 6, 10) + timedelta(days=item["number"])
    row: Row = {
        "id": f"review-{draw['id'][5:]}-{number}", "draw": draw["id"], "number": str(number),
        "reviewer": draw["reviewer"], "institution": draw["institution"], "area": draw["area"],
        "prescription": item["prescription"]["reference"].partition("/")[2], "drug": item["drug"],
        "prescriber": item["prescriber"]["reference"].partition("/")[2], "reviewed": on.isoformat(),
        "state": "reasonable",
    }  # fmt: skip
    taken = [Taken("start", on, by, "", "open", {})]
    if number == 1:
        criterion, opinion, answer = FAULT
        row |= {"criterion": criterion, "opinion": opinion, "state": "fed-back"}
        taken.append(Taken("feed-back", on, by, "open", "fed-back", {"criterion": criterion, "opinion": opinion}))
        if answered:
            later = on + timedelta(days=2)
            row |= {"answer": answer, "answered": later.isoformat(), "state": "accepted"}
            taken.append(Taken("accept", later, doctor, "fed-back", "accepted", {"answer": answer}))
    else:
        taken.append(Taken("pass", on, by, "open", "reasonable", {}))
    live = [{"reference": f"ReviewDraw/{draw['id']}"}, str(number)]
    return row, _task(REVIEWED, f"PrescriptionReview/{row['id']}", live, taken, row["state"] != "fed-back")
