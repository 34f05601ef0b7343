"""What the pages of referral show, made of what was fetched. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.base.clock import civil_day
from tongmai.base.dates import interval
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.domains.referral.rules import (
    CRITERIA,
    DISEASE,
    Ranked,
    extended,
    neighbours,
    options,
    places,
    ranked,
    reached,
    referred,
)
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.workflow import kept_until
from tongmai.fhir.facts import code_in
from tongmai.model.blocks import (
    Download,
    Downloads,
    Facts,
    Figure,
    Figures,
    Link,
    Notice,
    Sheet,
)
from tongmai.model.lists import room_table
from tongmai.model.page import Ask

Json = Mapping[str, Any]
_DISEASES = room_table(__file__, "diseases", "disease")
_SEXES = {"male": Words("男", "male"), "female": Words("女", "female")}
_PRESSURE = {"8480-6": "systolic", "8462-4": "diastolic"}  # LOINC


def sending(
    ask: Ask, resident: Json, conditions: Sequence[Json], pressures: Sequence[Json], hospitals: Sequence[Json],
    centres: Sequence[Json], slots: Sequence[Json], memberships: Sequence[Json],
    areas: Sequence[Area],
) -> Proposal:  # fmt: skip
    """What a referral begins with: the last illness, the last readings, consent as it is usually given, and the places
    that can receive the patient in the order of `ranked`."""
    ill, last = _illness(conditions), _readings(pressures)
    urgency = ask.form.get("priority") or "routine"
    known = ask.form.get("disease") or ill.get("disease", "")
    found = ranked(places(hospitals, centres, slots, memberships, ask.organization, ask.now), ask.area,
                   known, urgency, ask.as_of, neighbours(areas))  # fmt: skip
    able = [one for one in found if one.able] or found
    values = {
        "priority": "routine", "consent_by": "patient", "consent_how": "written", "criterion": _criterion(known, last),
        **{f"{act}.performer": able[0].place.id for act in _TO_HOSPITALS if able}, **ill, **last,
    }  # fmt: skip
    return Proposal(
        {name: value for name, value in values.items() if value},
        {f"{act}.performer": [(one.place.id, _proposed(one)) for one in able] for act in _TO_HOSPITALS},
    )


_TO_HOSPITALS = ("up", "emergency", "across")
"""Acts whose receiving side is ranked; down goes to a place at the base."""


def _proposed(one: Ranked) -> Words:
    zh, en = one.place.name, one.place.name
    return Words(f"{zh}（{one.why.zh}）", f"{en} ({one.why.en})")


def _illness(conditions: Sequence[Json]) -> dict[str, str]:
    """The latest illness that the list of diseases knows, in words and with its history."""
    rows = {row["disease"]: row for row in _DISEASES.rows}
    listed = [one for one in conditions if code_in([one.get("code") or {}], DISEASE) in rows]
    if not listed:
        return {}
    last = max(listed, key=lambda one: str(one.get("recordedDate", "")))
    row, since = rows[code_in([last["code"]], DISEASE)], str(last.get("onsetDateTime", ""))[:4]
    history = f"{since}年起诊断{row['zh']}，在基层随访管理" if since else f"诊断{row['zh']}"
    return {"disease": row["disease"], "impression": row["zh"], "history": history}


def _readings(pressures: Sequence[Json]) -> dict[str, str]:
    """The values of the latest reading, as a form shows them."""
    if not pressures:
        return {}
    last = max(pressures, key=lambda one: str(one.get("effectiveDateTime", "")))
    return {
        _PRESSURE[code]: str(part["valueQuantity"]["value"])
        for part in last.get("component", ())
        if (code := code_in([part["code"]], "http://loinc.org")) in _PRESSURE
    }


def _criterion(disease: str, readings: Json) -> str:
    """The first routine criterion of the disease that the readings reach; "" where none does."""
    rows = [
        row for row in CRITERIA.rows if (row["direction"], row["disease"], row["urgency"]) == ("up", disease, "routine")
    ]
    told = {name: value for name, value in readings.items() if value}
    return next(
        (row["criterion"] for row in reversed(rows) if row["systolic_least"] and told and not reached(row, told)), ""
    )


def kept_today(ask: Ask, slots: Sequence[Json]) -> Figures | None:
    """How many of the slots and beds kept for those sent from below are free: today's, and those to come.
    Left out where an institution keeps none."""
    if not slots:
        return None
    items = []
    for kind, zh, en in (("appointment", "今日预留号源", "slots kept for today"), ("bed", "预留床位", "beds kept")):
        own = [one for one in slots if code_in(one.get("serviceCategory"), "urn:tongmai:slot") == kind]
        today = [one for one in own if kind == "bed" or civil_day(interval(str(one["start"])).start) == ask.as_of]
        free = sum(one["status"] == "free" and (ask.now is None or kept_until(one) > ask.now) for one in today)
        items.append(
            Figure(Words(zh, en), f"{free}/{len(today)}", Words("空闲/合计", "free of all"), "good" if free else "bad")
        )
    later = [one for one in slots if civil_day(interval(str(one["start"])).start) > ask.as_of]
    free = sum(one["status"] == "free" for one in later)
    items.append(
        Figure(
            Words("后续七日号源", "slots of the days to come"),
            f"{free}/{len(later)}",
            Words("空闲/合计", "free of all"),
        )
    )
    return Figures(tuple(items))


def consented(ask: Ask, item: Item, names: Mapping[str, Any]) -> Facts | None:
    """Who agreed, how, when; which criterion; what the return letter says. Codes in words."""
    marks = {one["url"].removeprefix("urn:tongmai:"): one for one in item.focus.get("extension", ())}
    pairs: list[tuple[Words, Words | str]] = []
    if "consent" in marks:
        who, how, on = str(marks["consent"]["valueString"]).split(" ")
        words = (dict(options("consenter"))[who], dict(options("consent_form"))[how])
        pairs.append(
            (
                Words("知情同意", "consent"),
                Words(f"{words[0].zh}，{words[1].zh}，{on}", f"{words[0].en}, {words[1].en}, {on}"),
            )
        )
    if "criterion" in marks:
        pairs.append((Words("转诊指征", "criterion"), _named(CRITERIA, "criterion", marks["criterion"]["valueCode"])))
    for name, zh, en in (("diagnosis", "诊断结果", "diagnosis"), ("results", "主要检查结果", "main results"),
                         ("plan", "后续方案", "plan"), ("record", "住院病案号", "hospital record")):  # fmt: skip
        if name in marks:
            pairs.append((Words(zh, en), str(marks[name]["valueString"])))
    drugs = [
        _drug(one["valueCode"], names) for one in item.focus.get("extension", ()) if one["url"] == "urn:tongmai:drug"
    ]
    if drugs:
        pairs.append(
            (Words("用药", "drugs"), Words("、".join(one.zh for one in drugs), ", ".join(one.en for one in drugs)))
        )
    notes = [str(one["text"]) for one in item.focus.get("note", ())]
    pairs += [(Words("补充与建议", "notes"), "；".join(notes))] if notes else []
    return Facts(tuple(pairs)) if pairs else None


def _drug(code: str, names: Mapping[str, Any]) -> Words:
    """What a drug is called in the table of drugs."""
    named = names.get(f"drugs/{code}")
    return named.kind if named else Words(code, code)


def _named(table: DatedTable, column: str, code: str) -> Words:
    row = next((row for row in table.rows if row[column] == code), None)
    return Words(row["zh"], row["en"]) if row else Words(code, code)


def papers(ask: Ask, item: Item) -> Downloads | None:
    """The printed forms that there are by now."""
    if item.state == "drafted" or not item.task:
        return None
    out = Download(
        Words("双向转诊（转出）单", "Referral form (out)"),
        f"{item.href}/out",
        Words("含存根，可打印", "with its stub, to be printed"),
        False,
    )
    back = Download(
        Words("双向转诊（回转）单", "Referral form (back)"),
        f"{item.href}/back",
        Words("可打印", "to be printed"),
        False,
    )
    given = any(one["url"] == "urn:tongmai:plan" for one in item.focus.get("extension", ()))
    return Downloads((out, back) if given else (out,))


def sheet(ask: Ask, item: Item, patient: Json, names: Mapping[str, Any]) -> Sheet:
    """The fields of the printed forms, as the national forms name them; empty where nothing is known."""
    focus, marks = item.focus, _marks(item)
    steps = {happened.step: happened for happened in item.story}
    sent = steps.get("submit") or steps.get("emergency") or steps.get("send-outside")
    back = steps.get("give-back") or steps.get("heard") or sent
    fields = {
        "name": _person(patient) or str(focus["subject"].get("display", "")),
        "sex": _SEXES.get(str(patient.get("gender")), Words("", "")).zh,
        "age": _age(patient, ask.as_of),
        "number": _identifier(patient),
        "phone": _phone(patient),
        "address": _place(patient, names),
        "from": _called(names, focus.get("requester")),
        "to": _called(names, (focus.get("performer") or [None])[0]),
        "impression": str((focus.get("reasonCode") or [{}])[0].get("text", "")),
        "plan": "\n".join(part for part in (marks.get("plan", ""), _prescribed(item, names)) if part),
        "criterion": _named(CRITERIA, "criterion", marks["criterion"]).zh if "criterion" in marks else "",
        "doctor": sent.who if sent else "",
        "on": sent.at[:10] if sent else "",
        "back_doctor": back.who if back else "",
        "back_on": back.at[:10] if back else "",
        "slot": str(focus.get("occurrenceDateTime", ""))[:16].replace("T", " "),
    }
    told = ("history", "past", "treatment", "diagnosis", "results", "record")
    return Sheet(fields | {name: marks.get(name, "") for name in told})


def _marks(item: Item) -> dict[str, str]:
    """Our extensions of a request by name: text or code, the first of each."""
    found: dict[str, str] = {}
    for one in item.focus.get("extension", ()):
        name = one["url"].removeprefix("urn:tongmai:")
        found.setdefault(name, str(one.get("valueString") or one.get("valueCode") or ""))
    return found


def _prescribed(item: Item, names: Mapping[str, Any]) -> str:
    codes = [one["valueCode"] for one in item.focus.get("extension", ()) if one["url"] == "urn:tongmai:drug"]
    drugs = [_drug(code, names).zh for code in codes]
    return f"用药：{'、'.join(drugs)}" if drugs else ""


def _person(patient: Json) -> str:
    return str((patient.get("name") or [{}])[0].get("text", ""))


def _age(patient: Json, day: date) -> str:
    """Whole years on a day."""
    born = str(patient.get("birthDate", ""))
    if len(born) != 10:
        return ""
    on = date.fromisoformat(born)
    return str(day.year - on.year - ((day.month, day.day) < (on.month, on.day)))


def _identifier(patient: Json) -> str:
    """The number of the health record: the card's, never the identity number."""
    cards = (one for one in patient.get("identifier", ()) if one.get("system") == "urn:tongmai:health-card")
    return str(next((one["value"] for one in cards if "value" in one), ""))


def _phone(patient: Json) -> str:
    phones = (one for one in patient.get("telecom", ()) if one.get("system") == "phone")
    return str(next((one["value"] for one in phones if "value" in one), ""))


def _place(patient: Json, names: Mapping[str, Any]) -> str:
    village = extended(patient, "village", "valueCode")
    found = (names.get(code) for code in (f"{village[:6]}000000", village))
    return "".join(str(one.name) for one in found if one)


def _called(names: Mapping[str, Any], reference: Any) -> str:
    named = names.get(str((reference or {}).get("reference", "")))
    return str(named.name) if named else ""


def whom(ask: Ask) -> Notice:
    """Where a referral is begun: at the patient's record."""
    words = Words(
        "发起转诊：先找到患者，在其档案中选择“发起转诊”。", "To send somebody: find the patient, begin from the record."
    )
    return Notice(words, "plain", Link(Words("查找居民", "find a resident"), "/residents"))


def day_list(ask: Ask, items: Sequence[Item], names: Mapping[str, Any]) -> Sheet:
    """Whom the centre expects today, who is in hospital, who is to be given back: rows of text for the printed list."""
    mine = [item for item in items if referred((item.focus.get("performer") or [None])[0]) == ask.organization]
    rows = []
    for item in mine:
        booked = str(item.focus.get("occurrenceDateTime", ""))
        expected = item.state == "booked" and booked[:10] == ask.as_of.isoformat()
        if expected or item.state in ("arrived", "treated", "underway"):
            subject, reason = item.focus["subject"], (item.focus.get("reasonCode") or [{}])[0]
            rows.append((item.state_title.zh, str(subject.get("display", "")), str(reason.get("text", "")),
                         _called(names, item.focus.get("requester")), booked[:16].replace("T", " ")))  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[4]))
    place = _called(names, {"reference": f"Organization/{ask.organization}"})
    return Sheet({"day": ask.as_of.isoformat(), "place": place,
                  "rows": "\n".join("\t".join(row) for row in rows)})  # fmt: skip
