"""What the pages of contracts and follow-ups show, made of what was fetched. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.family_doctor.rules import (
    SCOPE,
    Options,
    age_on,
    classified,
    coverage,
    disease_of,
    extended,
    options,
    package_of,
    packages,
    signs,
    word_of,
)
from tongmai.engines.pages.figures import FEW, NOTHING
from tongmai.engines.pages.given import Item
from tongmai.fhir.facts import code_in
from tongmai.model.blocks import (
    Cell,
    Download,
    Downloads,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Row,
    Sheet,
    Table,
    Text,
    Tone,
)
from tongmai.model.page import Ask

Json = Mapping[str, Any]
SOON = 7  # days
_TONES: Mapping[str, Tone] = {"controlled": "good", "uncontrolled": "bad", "adverse": "warn", "complication": "bad"}
_SEXES = {"male": "男", "female": "女"}
_COMPONENTS = {"8480-6": "systolic", "8462-4": "diastolic", "1558-6": "glucose", "29463-7": "weight",
               "8302-2": "height", "8867-4": "heart_rate"}  # fmt: skip
"""LOINC"""
COLUMNS = 4
"""Follow-ups side by side on a printed form, as the national form has them."""


def due_day(item: Item) -> str:
    """The date that the last follow-up set; "" for none."""
    return str(item.focus.get("occurrenceDateTime", ""))[:10]


def _stretch(ask: Ask, item: Item) -> int:
    """0 a referral to be made or asked after, 1 overdue, 2 today, 3 within a week, 4 later."""
    day, today = due_day(item), ask.as_of.isoformat()
    if item.focus.get("priority") in ("urgent", "stat") or item.state == "referred":
        return 0
    if day < today:
        return 1
    return 2 if day == today else 3 if day <= (ask.as_of + timedelta(days=SOON)).isoformat() else 4


_STRETCHES = (
    Words("转诊待办", "referrals to see to"),
    Words("已逾期", "overdue"),
    Words("今日应访", "due today"),
    Words("七日内应访", "due within a week"),
    Words("以后", "later"),
)


def own(ask: Ask, items: Sequence[Item]) -> list[Item]:
    """Those of the reader's institution."""
    here = f"Organization/{ask.organization}"
    return [one for one in items if any(party.get("reference") == here for party in one.focus.get("performer", ()))]


def standing(ask: Ask, items: Sequence[Item]) -> Figures:
    """How many programmes there are, and how many press."""
    mine = own(ask, items)
    counts = [sum(_stretch(ask, one) == place for one in mine) for place in range(len(_STRETCHES))]
    tones: tuple[Tone, ...] = ("bad", "bad", "warn", "course", "quiet")
    figures = [Figure(title, f"{many:,}", "", tone if many else "quiet")
               for title, many, tone in zip(_STRETCHES, counts, tones, strict=True)]  # fmt: skip
    return Figures((Figure(Words("在管", "followed up"), f"{len(mine):,}"), *figures[:4]))


def due_list(ask: Ask, items: Sequence[Item]) -> Table:
    """Whom to see, by when: what presses most first."""
    heads = (
        Head(Words("居民", "resident")), Head(Words("病种", "disease"), phone=False),
        Head(Words("应访日期", "due on"), tight=True), Head(Words("上次随访", "last follow-up"), wide=True),
        Head(Words("状态", "state"), phone=False),
    )  # fmt: skip
    groups = []
    mine = own(ask, items)
    for place, title in enumerate(_STRETCHES):
        chosen = sorted((one for one in mine if _stretch(ask, one) == place), key=lambda one: (due_day(one), one.task))
        rows = tuple(_due_row(ask, one, place) for one in chosen)
        groups += [Group(rows, title)] if rows else []
    empty = Words("还没有在管的慢性病居民：在居民档案中选择“纳入随访管理”。",
                  "Nobody is followed up yet: begin at a resident's record.")  # fmt: skip
    return Table(heads, tuple(groups), empty, total=len(mine))


def _due_row(ask: Ask, item: Item, place: int) -> Row:
    tone: Tone = "bad" if place == 1 else "warn" if place in (0, 2) else "plain"
    notes = item.focus.get("note", ())
    last: Text = str(notes[-1]["text"]) if notes else Words("尚未随访", "none yet")
    disease = next((Words(row["zh"], row["en"]) for row in SCOPE.rows if row["disease"] == disease_of(item.focus)), "")
    name = str(item.focus["subject"].get("display", "")) or NOTHING
    return Row((Link(name, item.href), disease, Mark(due_day(item) or NOTHING, tone), last,
                Mark(item.state_title, "quiet")), id=item.task)  # fmt: skip


def contract_list(ask: Ask, items: Sequence[Item]) -> Table:
    """Contracts of the reader: what waits for an answer, what is near its end, what is in force."""
    heads = (Head(Words("居民", "resident")), Head(Words("服务包", "package")),
             Head(Words("期限", "term"), tight=True), Head(Words("状态", "state")),
             Head(Words("下一步", "next"), phone=False))  # fmt: skip
    near = (ask.as_of + timedelta(days=60)).isoformat()
    titles = (Words("待办", "to be answered"), Words("60 天内期满", "near its end"), Words("履约中", "in force"))
    groups = []
    for place, title in enumerate(titles):
        rows = tuple(_contract_row(one) for one in items if _contract_place(one, near) == place)
        groups += [Group(rows, title)] if rows else []
    empty = (
        Words("还没有签约。请在下面申请。", "No contract yet. Apply below.")
        if ask.patient
        else Words(
            "还没有签约。从居民档案发起，或由居民在线申请。",
            "No contract yet: begin at a resident's record, or they apply.",
        )
    )
    return Table(heads, tuple(groups), empty, total=len(items))


def _contract_place(item: Item, near: str) -> int:
    if item.state != "signed":
        return 0
    return 1 if _end(item) <= near else 2


def _end(item: Item) -> str:
    return str((item.focus.get("period") or {}).get("end", ""))[:10]


def _contract_row(item: Item) -> Row:
    period = item.focus.get("period") or {}
    term = f"{period.get('start', '')} – {period.get('end', '')}" if period else NOTHING
    name = str(item.focus["subject"].get("display", "")) or Words("居民", "resident")
    verb: Text = item.mine[0].title if item.mine else NOTHING
    return Row((Link(name, item.href), word_of(packages(), package_of(item.focus)), term,
                Mark(item.state_title, "course"), verb), id=item.task)  # fmt: skip


def with_package(terms: Callable[..., Facts]) -> Callable[..., Facts]:
    """A shape: the terms of a contract and its package, the basic one where a contract in force names none."""

    def shape(ask: Ask, item: Item, names: Mapping[str, Any]) -> Facts:
        said = item.focus.get("period") or extended(item.focus, "package", "valueCode")
        package = word_of(packages(), package_of(item.focus)) if said else NOTHING
        made = terms(ask, item, names)
        return replace(made, items=(*made.items, (Words("服务包", "package"), package)))

    return shape


def covered(ask: Ask, item: Item, records: Sequence[Json]) -> Table | None:
    """The services of a contract: how often due in its term, how often done; left out before it is signed."""
    if not item.focus.get("period"):
        return None
    days = [str(one["effectiveDateTime"])[:10] for one in records]
    heads = (Head(Words("服务", "service"), wide=True), Head(Words("应做", "due"), "right"),
             Head(Words("已做", "done"), "right"), Head(Words("进度", "so far")))  # fmt: skip
    rows = []
    for one in coverage(item.focus, days):
        whole = one.done >= one.due
        text = (
            Words("已完成", "done") if whole else Words(f"还差 {one.due - one.done} 次", f"{one.due - one.done} to go")
        )
        mark = Mark(text, "good" if whole else "course")
        rows.append(Row((one.title, f"{one.due}", f"{one.done}", mark)))
    return Table(heads, (Group(tuple(rows)),))


def visits(ask: Ask, item: Item, records: Sequence[Json]) -> Table:
    """The follow-ups of a programme, the latest first."""
    return followed(ask, records)


def followed(ask: Ask, records: Sequence[Json]) -> Table:
    """Follow-ups, the latest first: what was measured, how it was classified, what follows."""
    heads = (
        Head(Words("随访日期", "day"), tight=True), Head(Words("方式", "way"), phone=False),
        Head(Words("血压 mmHg", "pressure"), tight=True), Head(Words("空腹血糖", "glucose"), phone=False),
        Head(Words("分类", "classification")), Head(Words("建议", "advice")),
        Head(Words("下次随访", "next"), tight=True),
    )  # fmt: skip
    ordered = sorted(records, key=lambda one: str(one["effectiveDateTime"]), reverse=True)
    rows = tuple(_visit_row(one) for one in ordered)
    return Table(
        heads,
        (Group(rows),) if rows else (),
        Words(
            "还没有随访记录。家庭医生随访后显示在这里。", "No follow-up yet. It stands here after the doctor's visit."
        ),
    )


def _visit_row(record: Json) -> Row:
    values = measured(record)
    kind, advice = classified(record), str(extended(record, "advice", "valueCode"))
    pressure = f"{values['systolic']}/{values['diastolic']}" if "systolic" in values else NOTHING
    cells: tuple[Cell, ...] = (
        str(record["effectiveDateTime"])[:10], word_of(options("way"), str(extended(record, "way", "valueCode"))),
        pressure, str(values.get("glucose", NOTHING)),
        Mark(word_of(options("classification"), kind), _TONES.get(kind, "quiet")),
        word_of(options("advice"), advice), str(extended(record, "next-on", "valueDate")) or NOTHING,
    )  # fmt: skip
    return Row(cells, id=str(record["id"]))


def measured(record: Json) -> dict[str, Any]:
    """The readings of a record by name."""
    found = {}
    for part in record.get("component", ()):
        code = code_in([part["code"]], "http://loinc.org")
        if code in _COMPONENTS and "valueQuantity" in part:
            found[_COMPONENTS[code]] = part["valueQuantity"]["value"]
    return found


def papers(ask: Ask, item: Item) -> Downloads:
    """The printed form, and the way to a referral where one is advised."""
    title = _form_title(disease_of(item.focus))
    found = [Download(title, f"{item.href}/form", Words("最近四次随访，可打印", "the last four, to be printed"), False)]
    if item.focus.get("priority") in ("urgent", "stat"):
        person = str(item.focus["subject"]["reference"]).removeprefix("Patient/")
        words = Words("按规范建议转诊：发起双向转诊", "advised by the rule: send the patient")
        found.append(Download(Words("发起转诊", "Send a patient"), f"/new-referral/{person}", words, False))
    return Downloads(tuple(found))


def _form_title(disease: str) -> Words:
    if disease == "I10":
        return Words("高血压患者随访服务记录表", "Follow-up form of hypertension")
    return Words("2型糖尿病患者随访服务记录表", "Follow-up form of type 2 diabetes")


_CODED = {"way": "way", "salt": "salt", "mental": "mental", "compliance": "compliance", "adherence": "adherence",
          "adverse": "adverse", "pulse": "pulse", "hypo": "hypo"}  # fmt: skip
_TOLD = (("symptom-note", "valueString"), ("tests", "valueString"), ("adverse-note", "valueString"),
         ("medicine-1", "valueString"), ("medicine-2", "valueString"), ("medicine-3", "valueString"),
         ("insulin", "valueString"), ("smoking", "valueDecimal"), ("drinking", "valueDecimal"),
         ("exercise-times", "valueDecimal"), ("exercise-minutes", "valueDecimal"), ("staple", "valueDecimal"),
         ("bmi", "valueDecimal"), ("hba1c", "valueDecimal"), ("next-on", "valueDate"))  # fmt: skip


def sheet(ask: Ask, item: Item, patient: Json, records: Sequence[Json], names: Mapping[str, Any]) -> Sheet:
    """The fields of the printed form, `name-1` to `name-4` for the last four follow-ups in their order; codes as the
    form numbers them, with their words. Empty where nothing is known."""
    chosen = sorted(records, key=lambda one: str(one["effectiveDateTime"]))[-COLUMNS:]
    disease, born = disease_of(item.focus), str(patient.get("birthDate", ""))
    cards = (one for one in patient.get("identifier", ()) if one.get("system") == "urn:tongmai:health-card")
    fields: dict[str, Text] = {
        "title": _form_title(disease).zh, "disease": disease, "name": str(item.focus["subject"].get("display", "")),
        "number": str(next((one["value"] for one in cards if "value" in one), "")),
        "sex": _SEXES.get(str(patient.get("gender")), ""), "age": str(age_on(born, ask.as_of)) if born else "",
    }  # fmt: skip
    for place in range(1, COLUMNS + 1):
        record = chosen[place - 1] if place <= len(chosen) else {}
        fields |= {f"{name}_{place}": text for name, text in column(record, disease, item, names).items()}
    return Sheet(fields)


def column(record: Json, disease: str, item: Item, names: Mapping[str, Any]) -> dict[str, str]:
    """One follow-up as a column of the form; of an empty record every field, empty."""
    values = measured(record)
    told = {name.replace("-", "_"): _plain(extended(record, name, kind)) for name, kind in _TOLD}
    told |= {
        name: _numbered(options(table), str(extended(record, name, "valueCode"))) for name, table in _CODED.items()
    }
    symptoms = [str(extended(record, f"symptom-{number}", "valueCode")) for number in (1, 2)]
    told["symptoms"] = " ".join(_numbered(options(f"symptom-{disease}"), one) for one in symptoms if one)
    told["danger"] = word_of(signs(disease), str(extended(record, "danger", "valueCode"))).zh
    told["classification"] = _numbered(options("classification"), classified(record))
    told["advice"] = word_of(options("advice"), str(extended(record, "advice", "valueCode"))).zh
    told |= {name: str(values.get(name, "")) for name in ("systolic", "diastolic", "glucose", "weight", "heart_rate")}
    told["on"] = str(record.get("effectiveDateTime", ""))[:10]
    doctor = names.get(str((extended(record, "followed-by", "valueReference") or {}).get("reference", "")))
    told["doctor"] = str(doctor.name) if doctor else ""
    refers = extended(record, "advice", "valueCode") in ("refer", "emergency")
    told["refer_why"] = told["advice"] if refers else ""
    told["refer_to"] = str(extended(item.focus, "referred-to", "valueString")) if refers else ""
    return told


def _plain(value: Any) -> str:
    return str(value) if value not in (None, "") else ""


def _numbered(pairs: Options, code: str) -> str:
    """A code as the form counts it, with its word: `2 间断`."""
    place = next((number for number, (key, _) in enumerate(pairs, start=1) if key == code), 0)
    return f"{place} {word_of(pairs, code).zh}" if place else ""


def figures(ask: Ask, rows: Sequence[Json], names: Mapping[str, Any]) -> Table:
    """Of each institution, this month: how many are followed up for which disease, how many are at target. What is too
    small for the reader to see is hidden."""
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("病种", "disease")),
             Head(Words("在管", "followed up"), "right"), Head(Words("控制达标", "at target"), "right"))  # fmt: skip
    chosen = [one for one in rows if one["period"] == ask.month]
    chosen.sort(key=lambda one: (str(one["village"])[:6], str(one["institution"]), str(one["disease"])))
    drawn = tuple(
        Row((
            str(named.name) if (named := names.get(f"Organization/{one['institution']}")) else NOTHING,
            next((Words(row["zh"], row["en"]) for row in SCOPE.rows if row["disease"] == one["disease"]), NOTHING),
            FEW if one["managed"] is None else f"{one['managed']:,}",
            FEW if one["controlled"] is None else f"{one['controlled']:,}",
        ))
        for one in chosen
    )  # fmt: skip
    return Table(
        heads,
        (Group(drawn),) if drawn else (),
        Words(
            "还没有在管的居民。卫生院在“慢性病随访”中纳入后显示在这里。",
            "Nobody is followed up yet. Townships enrol them under follow-ups.",
        ),
    )
