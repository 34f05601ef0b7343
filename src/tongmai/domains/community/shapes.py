"""What the pages of the communities show: members and what is unified, who is posted for how many days of the year,
tasks with their proof, rounds, points and what they come from, the monitoring set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.community import rules
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Area, Item, Measured
from tongmai.engines.pages.measured import value_text
from tongmai.engines.pages.records import brought
from tongmai.engines.pages.stories import state_mark
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
    Stack,
    Table,
    Text,
)
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
Names = Mapping[str, Any]
_PEOPLE = (Shown("person", Words("人员", "who"), "reference"), Shown("host", Words("派驻地", "where"), "reference"))


def called(names: Names, reference: Any) -> Text:
    """The name behind a reference; a dash where it has none for this reader."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    found = names.get(text)
    return found.name if found else NOTHING


def worded(names: Names, table: str, code: Any) -> Text:
    """The words of a code."""
    found = names.get(f"{table}/{code}")
    return found.kind if found else NOTHING


# Postings.


def posting_sums(ask: Ask, postings: Sequence[Json]) -> Figures:
    """Who is there, what waits, and who reached half a year."""
    last, now = ask.as_of.year - 1, ask.as_of.year
    there = sum(1 for one in postings if one.get("state") == "posted")
    waiting = sum(1 for one in postings if one.get("state") in ("proposed", "accepted", "approved"))
    unit = Words("人", "people")
    half = rules.number("half_year", ask.as_of)
    reached = Words(f"满{half}天", f"{half} days or more")
    return Figures((
        Figure(Words("派驻中", "there now"), f"{there:,}", unit=unit),
        Figure(Words("待同意、批准或到岗", "under way"), f"{waiting:,}", unit=unit),
        Figure(Words(f"{last} 年{reached.zh}", f"{last}: {reached.en}"),
               f"{len(rules.half_year(postings, last, ask.as_of)):,}", unit=unit),
        Figure(Words(f"{now} 年至今{reached.zh}", f"{now} so far: {reached.en}"),
               f"{len(rules.half_year(postings, now, ask.as_of)):,}", unit=unit),
    ))  # fmt: skip


def posting_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Postings by county: who, from where to where, days of this year."""
    brought(_PEOPLE, [one.focus for one in items], names)
    heads = (
        Head(Words("人员", "who")), Head(Words("派驻地", "where"), wide=True),
        Head(Words("派出机构", "from"), phone=False), Head(Words("方式", "how"), phone=False),
        Head(Words("期间", "period"), phone=False),
        Head(Words(f"{ask.as_of.year} 年天数", f"days of {ask.as_of.year}"), "right"), Head(Words("状态", "state")),
    )  # fmt: skip
    by_county: dict[str, list[Item]] = defaultdict(list)
    for one in sorted(items, key=lambda item: (item.ended, str(item.focus.get("period", {}).get("end", "")))):
        by_county[str(one.focus.get("area", ""))].append(one)
    groups = tuple(
        Group(tuple(_posting_row(ask, one, names) for one in by_county[area]), _area(names, area),
              Words(f"{len(by_county[area])} 人次", f"{len(by_county[area])} postings"))
        for area in sorted(by_county)
    )  # fmt: skip
    empty = Words("还没有派驻。医共体总医院在派出机构页面上提出，派驻单位同意、县卫健委批准后到岗。",
                  "Nobody is posted. Headquarters propose from an institution's page; the host accepts.")  # fmt: skip
    return Table(heads, groups, empty)


def _posting_row(ask: Ask, one: Item, names: Names) -> Row:
    told = one.focus
    days = rules.days_in_year(told, ask.as_of.year, ask.as_of)
    return Row((
        Link(called(names, told["person"]), one.href), called(names, told["host"]), called(names, told["home"]),
        worded(names, "posting_modes", told["mode"]), stretch(told), str(days) if told.get("arrivedOn") else NOTHING,
        state_mark(one),
    ), id=one.task)  # fmt: skip


def stretch(posting: Json) -> Words:
    """From when to when: as it was where it was, else as proposed."""
    told = posting.get("period", {})
    start = str(posting.get("arrivedOn") or told.get("start", ""))
    end = str(posting.get("returnedOn") or told.get("end", ""))
    return Words(f"{start} 至 {end}", f"{start} to {end}")


def _area(names: Names, area: str) -> Text:
    found = names.get(area)
    return found.name if found else NOTHING


def posting_days(ask: Ask, item: Item) -> Table | None:
    """The days of a posting year by year: they add up to the whole of it."""
    found = rules.stay(item.focus, ask.as_of)
    if found is None:
        return None
    first, last = found
    years = range(first.year, last.year + 1)
    counted = rules.counts(item.focus, ask.as_of)
    half = rules.number("half_year", ask.as_of)
    rows = []
    for year in years:
        days = rules.days_in_year(item.focus, year, ask.as_of)
        reached = counted and days >= half
        mark: Cell = Mark(Words("计入", "counts"), "good") if reached else Mark(Words("未满", "not yet"), "plain")
        rows.append(
            Row((str(year), str(days), mark if counted else Mark(Words("此方式不计", "no such kind"), "quiet")))
        )
    note = Words(
        f"合计 {rules.clipped(first, last, date.min, date.max)} 天，按统计年度截取，满 {half} 天计一人。",
        f"{rules.clipped(first, last, date.min, date.max)} days in all, clipped to years; {half} count.",
    )
    heads = (Head(Words("年度", "year")), Head(Words("天数", "days"), "right"), Head(Words("监测指标4", "indicator 4")))
    return Table(heads, (Group(tuple(rows)),), note=note)


def begins_from(ask: Ask, institution: Json) -> Facts:
    """From where somebody is posted."""
    return Facts(((Words("派出机构", "from"), str(institution.get("name", ""))),))


# Communities.


def _tie(one: Json) -> str:
    codes = (str(coding.get("code")) for concept in one.get("code", ()) for coding in concept.get("coding", ()))
    return next(codes, "")


def _of(records: Sequence[Json], community: str, element: str = "community") -> list[Json]:
    return [one for one in records if rules.named(one.get(element)) == community]


def _valid(one: Json, day: str) -> bool:
    told = one.get("period", {})
    return str(told.get("start") or "0")[:10] <= day <= str(told.get("end") or "9")[:10]


def _unified(certificates: Sequence[Json], community: str, day: str) -> dict[str, Json]:
    """By domain the certificate that holds on a day."""
    own = _of(certificates, community, "holder")
    return {str(one.get("family")): one for one in own if one.get("state") == "certified" and _valid(one, day)}


def community_table(
    ask: Ask, found: Sequence[Json], certificates: Sequence[Json], ties: Sequence[Json], charters: Sequence[Json],
    postings: Sequence[Json], appraisals: Sequence[Json], names: Names,
) -> Table:  # fmt: skip
    """The communities: members, domains unified, charter, who is posted, the last frozen appraisal; a dash for what
    the reader is not told."""
    heads = (
        Head(Words("医共体", "community"), wide=True), Head(Words("成员", "members"), "right"),
        Head(Words("统一管理", "unified"), "right"), Head(Words("章程", "charter"), phone=False),
        Head(Words("派驻中", "posted"), "right"), Head(Words("最近考核", "last appraisal"), "right"),
    )  # fmt: skip
    day = ask.as_of.isoformat()
    rows = []
    for one in found:
        id = str(one["id"])
        members = [tie for tie in _of(ties, id, "organization") if _tie(tie) == "member" and _valid(tie, day)]
        held = len(_unified(certificates, id, day))
        charter = next((c for c in _of(charters, id) if c.get("state") == "in-force"), None)
        there = sum(1 for posting in _of(postings, id) if posting.get("state") == "posted")
        told = _told(ask, names, id)
        rows.append(Row((
            Link(str(one.get("name", "")), f"/communities/{id}"), f"{len(members):,}",
            Mark(f"{held}/8", "good" if held >= 8 else "warn"),
            _charter(charter) if charter or told else NOTHING,
            f"{there:,}" if there or told else NOTHING, _last_score(_of(appraisals, id)),
        ), id=id))  # fmt: skip
    empty = Words("还没有医共体。请先在机构名录中导入医共体及其成员。",
                  "There is no community yet: import them with their members as institutions.")  # fmt: skip
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def _charter(charter: Json | None) -> Cell:
    if charter is None:
        return Mark(Words("无", "none"), "warn")
    return Link(Words("有效", "in force"), f"/charters/{charter['id']}")


def _last_score(appraisals: Sequence[Json]) -> Cell:
    frozen = [one for one in appraisals if one.get("frozen")]
    if not frozen:
        return NOTHING
    last = max(frozen, key=lambda one: (int(one["year"]), str(one["frozen"])))
    return Link(Words(f"{last['year']} 年 {plain(last['score'])} 分", f"{last['year']}: {plain(last['score'])}"),
                f"/appraisals/{last['id']}")  # fmt: skip


def plain(number: Any) -> str:
    """A decimal without needless zeros."""
    return f"{Decimal(str(number)).normalize():f}"


def unified_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The domains of unified management: since when, by which paper, by whom reviewed, in which state."""
    heads = (Head(Words("统一管理领域", "domain"), wide=True), Head(Words("状态", "state")),
             Head(Words("有效期", "valid"), phone=False), Head(Words("佐证材料", "evidence"), phone=False),
             Head(Words("评审、认定", "reviewed by"), phone=False))  # fmt: skip
    latest = {str(one.focus.get("family")): one for one in sorted(items, key=_begun)}
    labels = [named for key, named in names.items() if key.startswith("unifications/")]
    rows = tuple(_unified_row(named.id, named.kind, latest.get(named.id)) for named in labels)
    return Table(heads, (Group(rows),) if rows else ())


def _valid_words(start: str, end: str) -> Words:
    return Words(f"{start} 至 {end}", f"{start} to {end}") if end else Words(f"{start} 起", f"from {start}")


def _told(ask: Ask, names: Names, *parties: str) -> bool:
    """Whether the reader is told all work of these institutions; the first of them says in which county it is."""
    found = names.get(f"Organization/{parties[0]}")
    return rules.told(ask.roles, ask.organization, ask.area, found.area if found else "", parties)


def _begun(item: Item) -> str:
    return str(item.focus.get("period", {}).get("start") or item.focus.get("claimed") or "")


def _unified_row(id: str, title: Words, one: Item | None) -> Row:
    if one is None:
        return Row((title, Mark(Words("未落实", "not yet"), "warn"), NOTHING, NOTHING, NOTHING), id=id)
    told = one.focus
    period = told.get("period", {})
    who = next((step.who for step in reversed(one.story) if step.who), "") or str(told.get("issuer", NOTHING))
    valid = _valid_words(period["start"], period.get("end", "")) if period.get("start") else NOTHING
    papers = "、".join(str(paper) for paper in told.get("evidence", ())) or NOTHING
    return Row((Link(title, one.href), state_mark(one), valid, papers, who), id=id)


def member_table(ask: Ask, ties: Sequence[Json], postings: Sequence[Json], names: Names) -> Table:
    """The members by kind; from whom somebody is posted, how many are posted there."""
    heads = (Head(Words("成员单位", "member"), wide=True), Head(Words("类别", "kind")),
             Head(Words("派驻在此", "posted here"), "right"), Head(Words("由此派出", "posted from here"), "right"),
             Head(Words("办理", "what to do"), phone=False))  # fmt: skip
    day = ask.as_of.isoformat()
    there = [one for one in postings if one.get("state") == "posted"]
    told = _told(ask, names, ask.path.get("community", ""))
    rows = []
    for tie in ties:
        if _tie(tie) == "member" and _valid(tie, day):
            named = names.get(f"Organization/{rules.named(tie['participatingOrganization'])}")
            if named is not None:
                begin = Link(Words("提出派驻", "post somebody"), f"/new-posting/{named.id}")
                hospital = "headquarters" in ask.roles and named.id.startswith("hospital")
                counts = (str(len(_of(there, named.id, end))) if told else NOTHING for end in ("host", "home"))
                rows.append(Row((Link(named.name, named.href), named.kind, *counts, begin if hospital else NOTHING),
                                id=named.id))  # fmt: skip
    empty = Words("还没有成员单位。", "There is no member yet.")
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def charter_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The charters of a community with the seats and meetings of the council."""
    heads = (Head(Words("章程", "charter"), wide=True), Head(Words("席位单位", "with seats"), "right"),
             Head(Words("会议", "meetings"), "right"), Head(Words("最近会议", "last meeting"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), str(len(one.focus.get("seat", ()))),
             str(len(one.focus.get("meeting", ()))),
             max((str(met["day"]) for met in one.focus.get("meeting", ())), default=NOTHING), state_mark(one)),
            id=one.task)
        for one in items
    )  # fmt: skip
    empty = Words("没有您能查看的章程。总医院在下面起草本医共体的章程。",
                  "There is no charter that you may see. Headquarters draft their own below.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)


def seat_table(ask: Ask, item: Item, names: Names) -> Table:
    """The seats of the council."""
    heads = (Head(Words("成员单位", "member"), wide=True), Head(Words("席位", "seats"), "right"))
    rows = tuple(Row((called(names, one["member"]), str(one["seats"]))) for one in item.focus.get("seat", ()))
    return Table(heads, (Group(rows),) if rows else (), Words("还没有席位。", "There is no seat yet."))


def meeting_table(ask: Ask, item: Item) -> Table:
    """The meetings of the council, the latest first."""
    heads = (Head(Words("日期", "day")), Head(Words("到会", "present"), "right"),
             Head(Words("议定事项", "decided"), wide=True), Head(Words("纪要", "minutes"), phone=False))  # fmt: skip
    met = sorted(item.focus.get("meeting", ()), key=lambda one: str(one["day"]), reverse=True)
    rows = tuple(Row((str(one["day"]), str(one["present"]), str(one["topic"]), str(one["minutes"]))) for one in met)
    return Table(heads, (Group(rows),) if rows else (), Words("还没有会议记录。", "No meeting is on record."))


# Trusteeships and rounds.


def bond_table(ask: Ask, ties: Sequence[Json], tasks: Sequence[Item], names: Names) -> Table:
    """Trusteeships and pairings, each with its tasks: by when, proof, state."""
    heads = (Head(Words("任务", "task"), wide=True), Head(Words("时限", "due")),
             Head(Words("完成", "done"), phone=False), Head(Words("证明", "proof"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    groups = []
    for tie in ties:
        kind = worded(names, "affiliations", _tie(tie))
        ends = called(names, tie["organization"]), called(names, tie["participatingOrganization"])
        own = sorted(_tasks(tasks, str(tie["id"])), key=lambda one: str(one.focus["due"]), reverse=True)
        done = sum(1 for one in own if one.state == "done")
        title = Words(f"{ends[0]} → {ends[1]}（{kind.zh if isinstance(kind, Words) else kind}）",
                      f"{ends[0]} → {ends[1]} ({kind.en if isinstance(kind, Words) else kind})")  # fmt: skip
        told = own or _told(
            ask, names, *(rules.named(tie[end]) for end in ("participatingOrganization", "organization"))
        )
        none = (
            Words("还没有年度任务", "no task yet") if told else Words("任务由双方和主管部门查看", "seen by its parties")
        )
        rows = tuple(_task_row(one) for one in own) or (Row((none, NOTHING, NOTHING, NOTHING, NOTHING)),)
        groups.append(Group(rows, title, Words(f"已完成 {done}/{len(own)}", f"{done}/{len(own)} done") if told else ""))
    empty = Words(
        "还没有托管或结对关系。登记机构之间的托管或结对后显示在这里。",
        "There is no trusteeship or pairing yet. They stand here once they are entered.",
    )
    return Table(heads, tuple(groups), empty)


def _tasks(tasks: Sequence[Item], bond: str) -> list[Item]:
    return [one for one in tasks if rules.named(one.focus.get("partnership")) == bond]


def _task_row(one: Item) -> Row:
    told = one.focus
    done = str(told.get("doneOn", NOTHING))
    late = "doneOn" in told and str(told["doneOn"]) > str(told["due"])
    return Row((
        Link(str(told["title"]), one.href), str(told["due"]), Mark(done, "warn") if late else done,
        "、".join(str(paper) for paper in told.get("proof", ())) or NOTHING, state_mark(one),
    ), id=one.task)  # fmt: skip


def round_sums(ask: Ask, rounds: Sequence[Json]) -> Figures:
    """This year's rounds: planned up to today, held, people seen."""
    year, day = str(ask.as_of.year), ask.as_of.isoformat()
    due = [one for one in rounds if year <= str(one["plannedOn"]) <= day]
    held = [one for one in due if one.get("heldOn")]
    return Figures((
        Figure(Words("今年应开展", "due this year"), f"{len(due):,}", unit=Words("次", "rounds")),
        Figure(Words("已开展", "held"), f"{len(held):,}", unit=Words("次", "rounds")),
        Figure(Words("服务人次", "people seen"), f"{sum(int(one.get('seen') or 0) for one in held):,}"),
    ))  # fmt: skip


def round_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The roster from the first of the month on."""
    heads = (Head(Words("日期", "day")), Head(Words("派出单位", "who goes"), wide=True),
             Head(Words("村卫生室", "village room")),
             Head(Words("服务人次", "seen"), "right"), Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda one: (str(one.focus["plannedOn"]), str(one.focus["id"])))
    rows = tuple(
        Row((Link(str(one.focus["plannedOn"]), one.href), called(names, one.focus["unit"]),
             called(names, one.focus["place"]), str(one.focus.get("seen", NOTHING)), state_mark(one)),
            id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words("本月起还没有排期。总医院或卫生院在下面排期。", "Nothing is on the roster from this month on.")
    return Table(heads, (Group(rows),) if rows else (), empty)


# Appraisals.


def appraisal_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The appraisals, the latest year first."""
    heads = (Head(Words("医共体", "community"), wide=True), Head(Words("年度", "year"), "right"),
             Head(Words("得分", "points"), "right"), Head(Words("公示", "published"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda one: (one.ended, -int(one.focus["year"]), rules.named(one.focus["community"])))
    rows = tuple(
        Row((Link(called(names, one.focus["community"]), one.href), str(one.focus["year"]),
             plain(one.focus["score"]) if "score" in one.focus else NOTHING,
             str(one.focus.get("published", NOTHING)), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words("没有您能查看的考核。总医院在“医共体绩效考核”中开始自评。",
                  "There is no appraisal that you may see. Headquarters begin on the page of appraisals.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)


def line_table(ask: Ask, record: Item | Json, names: Names) -> Table:
    """The indicators of an appraisal: what the community gave, what counts, its points."""
    told = record.focus if isinstance(record, Item) else record
    heads = (Head(Words("指标", "indicator"), wide=True), Head(Words("自评值", "own value"), "right", phone=False),
             Head(Words("核定值", "value"), "right"), Head(Words("得分", "points"), "right"),
             Head(Words("满分", "of"), "right"))  # fmt: skip
    rows = tuple(_line_row(one, names) for one in told.get("line", ()))
    note = Words(f"合计 {plain(told['score'])} 分，等于各项之和。",
                 f"{plain(told['score'])} points, the sum of the lines.") if "score" in told else ""  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), note=note)


def _line_row(one: Json, names: Names) -> Row:
    own, value, points = (plain(one[name]) if one.get(name) is not None else NOTHING
                          for name in ("own", "value", "points"))  # fmt: skip
    changed = own != value and value != NOTHING
    title, counted = worded(names, "appraisal_points", one["indicator"]), Mark(value, "warn") if changed else value
    return Row((title, own, counted, points, plain(one["weight"])), id=str(one["indicator"]))


def snapshot(ask: Ask, item: Item, appraisals: Sequence[Json]) -> Downloads | None:
    """What was frozen of an appraisal."""
    found = next((one for one in appraisals if rules.named(one.get("round")) == item.focus["id"]), None)
    if found is None:
        return None
    why = Words("结余分配只读它", "the split of a surplus reads nothing else")
    return Downloads((Download(Words("冻结的结果", "What is frozen"), f"/appraisals/{found['id']}", why, False),))


# The monitoring set.


def monitoring_table(ask: Ask, measured: Sequence[Measured], areas: Sequence[Area]) -> Table:
    """The indicators of the national set: the figure of the region and of each county, or which record is missing."""
    known = {one.measure.id: one for one in measured}
    shown = [area for area in areas if any(area.code in one.values for one in measured)]
    heads = (Head("", "right"), Head(Words("指标", "indicator"), wide=True), Head(Words("全州", "region"), "right"),
             *(Head(area.short, "right", phone=False) for area in shown))  # fmt: skip
    groups: dict[str, list[Row]] = defaultdict(list)
    titles: dict[str, Words] = {}
    for row in rules.monitored(ask.as_of):
        titles[row["dimension_zh"]] = Words(row["dimension_zh"], row["dimension_en"])
        groups[row["dimension_zh"]].append(_monitored(row, known.get(row["measures"]), shown))
    return Table(heads, tuple(Group(tuple(rows), titles[name]) for name, rows in groups.items()))


def indicator_address(measure: str) -> str:
    """The page of a measure; an address has hyphens where its id has underscores."""
    return f"/indicators/{measure.replace('_', '-')}"


def _monitored(row: Mapping[str, str], one: Measured | None, shown: Sequence[Area]) -> Row:
    title, missing = Words(row["zh"], row["en"]), Words(row["missing_zh"], row["missing_en"])
    if one is None:
        lacks = Stack((title, Mark(missing, "quiet")))
        return Row((row["no"], lacks, NOTHING, *(NOTHING for _ in shown)), id=row["indicator"])
    address = indicator_address(one.measure.id)
    name: Cell = Link(title, address)
    name = Stack((name, Mark(missing, "quiet"))) if missing.zh else name
    cells = tuple(Link(value_text(one, area.code), f"{address}?county={area.code}") if area.code in one.values
                  else NOTHING for area in shown)  # fmt: skip
    return Row((row["no"], name, Link(value_text(one, ""), address), *cells), id=row["indicator"])
