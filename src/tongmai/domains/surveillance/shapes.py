"""What the pages of surveillance show, made of what was fetched. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.domains.surveillance.rules import (
    DAYS,
    THRESHOLDS,
    Signal,
    Unreported,
    disease_of,
    judged,
    row_of,
    unreported,
    words_of,
)
from tongmai.engines.pages import lanes, records, stories
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import FEW, NOTHING
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.lanes import spell
from tongmai.engines.pages.records import Names, moment
from tongmai.model.blocks import (
    Cell,
    Chart,
    Chip,
    ChipRow,
    Chips,
    Facts,
    Figure,
    Figures,
    Forms,
    Group,
    Head,
    Link,
    Mark,
    Point,
    Row,
    Table,
    Tone,
)
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
"""In place of a count of so few people that one would know them."""
WEEKS = 52
_DOORS = (
    ("owed", Words("待报告", "Reports owed"), "/surveillance#cards"),
    ("reported", Words("待县审", "Wait for the county"), "/surveillance#cards"),
    ("checked", Words("待地市审核", "Wait for the prefecture level"), "/surveillance#cards"),
    ("raised", Words("预警待核实", "Signals to be checked"), "/surveillance#signals"),
    ("suspected", Words("疑似事件", "Suspected events"), "/surveillance#signals"),
)


def waiting(ask: Ask, items: Sequence[Item]) -> Figures:
    """How many cards and signals wait in each state, and how many of them are late."""
    return Figures(tuple(_waiting(title, href, [item for item in items if item.state == state])
                         for state, title, href in _DOORS))  # fmt: skip


def _waiting(title: Words, href: str, items: Sequence[Item]) -> Figure:
    late = sum(item.late for item in items)
    note = Words(f"超时 {late} 件", f"{late} late") if late else ""
    tone: Tone = "bad" if late else "course" if items else "quiet"
    return Figure(title, f"{len(items):,}", note, tone, href)


idle = lanes.idle(
    Words(
        "现在没有在办的报告卡和预警。医生从居民档案报传染病卡；预警由系统按病例数发出。",
        "No card or signal is under way. A doctor reports from a resident's record; signals are raised "
        "by the count of cases.",
    )
)
"""Where no card or signal is under way: how one begins."""


def missed(ask: Ask, owed: Sequence[Json], conditions: Sequence[Json], cards: Sequence[Json], names: Names) -> Table:
    """Diagnoses whose clock ran out without a report: cards that are owed, and diagnoses of the reader's patients that
    have no card at all. Sources: cards owed, conditions, the institution's cards, names."""
    known = {str(one["id"]): one for one in (*cards, *owed)}
    told: dict[str, Json] = {f"DiseaseCard/{id}": one for id, one in known.items()}
    told |= {f"Condition/{one['id']}": one for one in conditions}
    late = [one for one in unreported(conditions, list(known.values())) if ask.now and one.missed(ask.now)]
    rows = tuple(_missed(ask, one, told[one.source], names) for one in late)
    heads = (Head(Words("病种", "disease")), Head(Words("患者", "patient")), Head(Words("诊断时间", "diagnosed")),
             Head(Words("报告时限", "due"), phone=False), Head(Words("已超", "late by")),
             Head(Words("机构", "institution"), phone=False))  # fmt: skip
    empty = Words(
        "没有漏报：到时限的诊断都有报告卡。", "Nothing is missed: every diagnosis past its clock has its card."
    )
    return Table(heads, (Group(rows),) if rows else (), empty)


def _missed(ask: Ask, one: Unreported, record: Json, names: Names) -> Row:
    type, _, id = one.source.partition("/")
    person = one.person.partition("/")[2]
    href = f"/surveillance/cards/{id}" if type == "DiseaseCard" else f"/surveillance/new/{person}"
    unit = names.get(str((record.get("unit") or {}).get("reference", "")))
    span = spell(ask.now - one.last) if ask.now else NOTHING
    cells: tuple[Cell, ...] = (
        Link(words_of(one.disease), href),
        str(record["subject"].get("display", NOTHING)),
        f"{one.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
        f"{one.last.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
        Mark(span, "bad"),
        unit.name if unit else NOTHING,
    )
    return Row(cells, "bad", one.source)


def beginning(ask: Ask, conditions: Sequence[Json]) -> Proposal:
    """What a card begins with: the last notifiable diagnosis of the person, else this moment."""
    here = (ask.now or datetime(1970, 1, 1, tzinfo=REGION_ZONE)).astimezone(REGION_ZONE)
    values = {"origin": "diagnosis", "day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"}
    for one in sorted(conditions, key=lambda one: str(one.get("recordedDate", ""))):
        codes = [str(code.get("code", "")) for code in (one.get("code") or {}).get("coding", ())]
        found = next((disease for code in codes if (disease := disease_of(code, ask.as_of))), "")
        if found:
            said = moment(str(one.get("recordedDate", "")))
            values |= {"disease": found} | ({"day": said[:10], "time": said[11:]} if len(said) > 10 else {})
    return Proposal(values)


def card_facts(shown: Sequence[Shown]) -> Callable[..., Facts]:
    """A shape: the elements of a card, and by which row of the catalogue its clock runs: since when the row holds, its
    hours, and whether it was compared with its source. Sources: the item, names."""
    told = records.item_facts(shown)

    def shape(ask: Ask, item: Item, names: Names) -> Facts:
        facts = told(ask, item, names)
        at = datetime.fromisoformat(str(item.focus["diagnosed"]))
        row = row_of(str(item.focus["disease"]), at)
        if row is None:
            return facts
        known = names.get(f"statuses/{row.status}")
        zh = f"{row.valid_from} 起的目录，{row['hours']} 小时内报告"
        en = f"catalogue since {row.valid_from}, within {row['hours']} hours"
        said = Words(f"{zh}（{known.kind.zh}）", f"{en} ({known.kind.en})") if known else Words(zh, en)
        listed: Cell = said if row.status == "verified" else Mark(said, "warn")
        return replace(facts, items=(*facts.items, (Words("时限依据", "clock by"), listed)))

    return shape


def deeds(ask: Ask, item: Item) -> Forms:
    """The steps out of the present state; a closed card may still be corrected by whom that is permitted."""
    kept = tuple(deed for deed in item.deeds if deed.allowed or not item.ended)
    return stories.deeds(ask, replace(item, deeds=kept, ended=item.ended and not kept))


def corrections(ask: Ask, item: Item) -> Table | None:
    """What was corrected on a card, the latest first; left out where nothing was."""
    entries = list(reversed(item.focus.get("correction", ())))
    rows = tuple(
        Row((moment(str(one["at"])), words_of(str(one.get("disease", ""))), str(one["reason"]))) for one in entries
    )
    heads = (Head(Words("订正时间", "corrected")), Head(Words("原病种", "disease before")),
             Head(Words("原因", "why"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def owing(ask: Ask, item: Item, conditions: Sequence[Json], cards: Sequence[Json]) -> Table:
    """What holds the closing of a record up. Sources: the piece of work, conditions, cards the reader may see."""
    whose = str(item.focus["subject"]["reference"])
    own = [[one for one in found if one["subject"]["reference"] == whose] for found in (conditions, cards)]
    person = whose.partition("/")[2]
    rows = tuple(
        Row((Link(words_of(one.disease), f"/surveillance/cards/{one.source.partition('/')[2]}"
                  if one.source.startswith("DiseaseCard") else f"/surveillance/new/{person}"),
             f"{one.last.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
             Mark(Words("漏报", "missed"), "bad") if ask.now and one.missed(ask.now)
             else Mark(Words("待报告", "Report owed"), "warn")), id=one.source)
        for one in unreported(*own)
    )  # fmt: skip
    heads = (Head(Words("病种", "disease")), Head(Words("报告时限", "due")), Head(Words("状态", "state")))
    empty = Words(
        "没有未报告的法定传染病，可以归档。", "No notifiable disease is unreported: the record may be closed."
    )
    return Table(heads, (Group(rows),) if rows else (), empty)


def _county(ask: Ask) -> str:
    """The county that is looked at; "" for the whole prefecture."""
    return ask.one("county") or (f"{ask.area[:6]}000000" if ask.area[4:6] not in ("", "00") else "")


def _daily(rows: Sequence[Json], county: str, disease: str = "") -> dict[date, int | None]:
    """Cases by day; None where a count of the day may not be told."""
    found: dict[date, int | None] = {}
    for row in rows:
        if (not county or row["county"] == county) and disease in ("", row["disease"]):
            day, many = date.fromisoformat(str(row["on_day"])), row["cases"]
            before = found.get(day, 0)
            found[day] = None if many is None or before is None else before + int(many)
    return found


def _week(daily: Mapping[date, int | None], end: date) -> int | None:
    days = [daily.get(end - timedelta(days=back), 0) for back in range(DAYS)]
    told = [many for many in days if many is not None]
    return None if len(told) < len(days) else sum(told)


def _ends(ask: Ask, many: int) -> list[date]:
    return [ask.as_of - timedelta(days=DAYS * back) for back in range(many - 1, -1, -1)]


def week_chips(ask: Ask, rows: Sequence[Json], areas: Sequence[Area]) -> Chips:
    """By county, and by those diseases of which there are cases."""
    known = sorted({str(row["disease"]) for row in rows})
    counties = [(area.code, area.short) for area in areas if area.code.isdecimal()]
    chosen = _county(ask)
    return Chips((
        ChipRow(Words("县市区", "county"), tuple(
            Chip(short, ask.link(county=code), chosen == code) for code, short in counties)),
        ChipRow(Words("病种", "disease"), tuple(
            Chip(words_of(code), ask.link(disease=None if ask.one("disease") == code else code),
                 ask.one("disease") == code) for code in known)),
    ))  # fmt: skip


def course(ask: Ask, rows: Sequence[Json]) -> Chart | None:
    """Cases week by week over a year, each week seven days that end on the weekday of today; left out without any."""
    daily = _daily(rows, _county(ask), ask.one("disease"))
    if not daily:
        return None
    points = []
    for end in _ends(ask, WEEKS):
        many = _week(daily, end)
        text = "" if many is None else f"{many:,}"
        points.append(
            Point(f"{end:%y-%m-%d}", None if many is None else float(many), text, FEW if many is None else "")
        )
    name = words_of(ask.one("disease")) if ask.one("disease") else Words("全部病种", "all diseases")
    what = Words(f"{name.zh}，每周病例数（按诊断日期）", f"{name.en}, cases a week by day of diagnosis")
    return Chart(tuple(points), None, "", Words("例", "cases"), what, higher=False)


def weeks(ask: Ask, rows: Sequence[Json]) -> Table:
    """Cases of the last four weeks by disease, and of the year."""
    county = _county(ask)
    ends = _ends(ask, 4)
    heads = (Head(Words("病种", "disease"), wide=True),
             *(Head(Words(f"至 {end:%m-%d}", f"to {end:%m-%d}"), "right", phone=end == ends[-1]) for end in ends),
             Head(Words("近一年", "a year"), "right"))  # fmt: skip
    lines = []
    for disease in sorted({str(row["disease"]) for row in rows if not county or row["county"] == county}):
        daily = _daily(rows, county, disease)
        year = [_week(daily, end) for end in _ends(ask, WEEKS)]
        if not all(many == 0 for many in year):
            told = [many for many in year if many is not None]
            sum_ = f"{sum(told):,}" if len(told) == len(year) else FEW
            cells = [FEW if many is None else f"{many:,}" for many in year[-4:]]
            name = Link(words_of(disease), f"/surveillance/line-list?disease={disease}")
            lines.append(Row((name, *cells, sum_), id=disease))
    empty = Words("这一年没有报告的病例。", "No case was reported in this year.")
    return Table(heads, (Group(tuple(lines)),) if lines else (), empty)


def passing(ask: Ask, rows: Sequence[Json]) -> list[tuple[str, Signal]]:
    """Counties of the reader and diseases whose seven days up to today pass their threshold. A day whose count may not
    be told is left out."""
    own = _county(ask)
    counties = sorted({str(row["county"]) for row in rows if not own or row["county"] == own})
    found = []
    for county in counties:
        days = [date.fromisoformat(str(row["on_day"])) for row in rows if row["county"] == county]
        for row in THRESHOLDS.on(ask.as_of):
            daily = _daily(rows, county, row["disease"])
            counts = {day: many for day, many in daily.items() if many is not None}
            signal = judged(row["disease"], counts, ask.as_of, min(days))
            found += [(county, signal)] if signal else []
    return found


def candidates(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """What passes its threshold today, each with the way to raise it."""
    lines = []
    for county, one in passing(ask, rows):
        named = names.get(county)
        name = words_of(one.disease)
        mine = "county-officer" in ask.roles
        first: Cell = Link(name, f"{ask.link(disease=one.disease)}#raise") if mine else name
        method = Words("固定阈值", "fixed") if one.method == "fixed" else Words("移动百分位数", "moving percentile")
        lines.append(Row((first, named.name if named else county, f"{one.cases}", f"{one.limit}", method),
                         "warn", f"{county}-{one.disease}"))  # fmt: skip
    heads = (Head(Words("病种", "disease")), Head(Words("县市区", "county")),
             Head(Words("近7日病例", "7 days"), "right"),
             Head(Words("阈值", "threshold"), "right"), Head(Words("方法", "method"), phone=False))  # fmt: skip
    empty = Words("今天没有病种超过阈值。", "No disease passes its threshold today.")
    return Table(heads, (Group(tuple(lines)),) if lines else (), empty)
