"""Talents with their three years, people in programmes, insurance of rural doctors."""

from collections.abc import Sequence

from tongmai.base.dates import day_of
from tongmai.base.words import Words
from tongmai.domains.workforce import rules
from tongmai.domains.workforce.shapes.words import PEOPLE, Json, name_of
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Area
from tongmai.engines.pages.records import Names, brought
from tongmai.model.blocks import Cell, Chip, ChipRow, Chips, Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask, Shown


def batches(ask: Ask, roles: Sequence[Json], names: Names) -> Table:
    """Supported talents by batch: who, where, from when to when, which year of the three it is."""
    brought((Shown("practitioner", Words("人员", "person"), "reference"),), roles, names)
    brought((Shown("organization", Words("单位", "institution"), "reference"),), roles, names)
    by_batch: dict[str, list[Json]] = {}
    for one in roles:
        by_batch.setdefault(str((one.get("identifier") or [{}])[0].get("value", NOTHING)), []).append(one)
    head = (Head(Words("人员", "person"), wide=True), Head(Words("单位", "institution")), Head(Words("支持起", "from")),
            Head(Words("支持止", "until")), Head(Words("进度", "where it stands")))  # fmt: skip
    groups = []
    for batch, found in sorted(by_batch.items(), reverse=True):
        ordered = sorted(found, key=lambda one: str(one["id"]))
        said = Words(f"{len(found)} 人", f"{len(found)} people")
        groups.append(Group(tuple(_talent(ask, one, names) for one in ordered), Words(f"{batch} 批", f"batch {batch}"),
                            said))  # fmt: skip
    empty = Words("还没有入选人才。由所在单位申报。", "Nobody is selected yet. Institutions put somebody forward.")
    return Table(head, tuple(groups), empty)


def _talent(ask: Ask, one: Json, names: Names) -> Row:
    period = one.get("period", {})
    return Row((
        name_of(names, one["practitioner"]), name_of(names, one["organization"]),
        str(period.get("start", NOTHING))[:10], str(period.get("end", NOTHING))[:10], _year_mark(ask, one),
    ))  # fmt: skip


def _year_mark(ask: Ask, one: Json) -> Cell:
    start, end = (day_of(one.get("period", {}).get(side)) for side in ("start", "end"))
    if start is None or end is None:
        return Mark(Words("没有写明三年", "three years are not promised"), "bad")
    if ask.as_of > end:
        return Mark(Words("已期满", "over"), "quiet")
    year = next((n for n in range(1, rules.YEARS + 1) if ask.as_of <= rules.last_day(start, 12 * n)), rules.YEARS)
    return Mark(Words(f"第 {year} 年", f"year {year}"), "course")


def programmes(ask: Ask, people: Sequence[Json], names: Names) -> Figures:
    """How many are in each programme: under way today, and of those bound by contract how many are in their service."""
    day, found = ask.as_of, []
    for row in rules.PROGRAMMES.on(day):
        own = [one for one in people if one["programme"] == row["programme"]]
        learning = sum(one.get("completed") is None and rules.in_force(one, day) for one in own)
        bound = sum(bool(one.get("service")) and rules.in_force({"period": one["service"]}, day) for one in own)
        note = Words(f"服务期内 {bound} 人", f"{bound} in their service") if int(row["service_months"]) else ""
        href = f"/trainees?programme={row['programme']}"
        found.append(Figure(Words(row["zh"], row["en"]), f"{learning:,}", note, "plain", href, PEOPLE))
    return Figures(tuple(found))


def trainee_chips(ask: Ask, areas: Sequence[Area]) -> Chips:
    """Filters by programme and county."""
    own = tuple(
        Chip(Words(row["zh"], row["en"]), ask.link(programme=None if on else row["programme"]), on)
        for row in rules.PROGRAMMES.on(ask.as_of)
        for on in (ask.one("programme") == row["programme"],)
    )
    counties = tuple(
        Chip(area.short, ask.link(county=None if on else area.code), on)
        for area in areas if area.code.isdecimal()
        for on in (ask.one("county") == area.code,)
    )  # fmt: skip
    return Chips((ChipRow(Words("项目", "programme"), own), ChipRow(Words("县市区", "county"), counties)))


def covered(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """Rural doctors by county, as far as the reader may see: with which insurance."""
    by_county: dict[str, list[Json]] = {}
    for row in rows:
        if row["period"] == ask.month and row["doctors"] is not None:
            by_county.setdefault(f"{str(row['village'])[:6]}000000", []).append(row)
    head = (Head(Words("县市区", "county"), wide=True), Head(Words("在岗乡村医生", "rural doctors in post"), "right"),
            Head(Words("有养老保险", "with old-age insurance"), "right"),
            Head(Words("有医疗责任保险", "with liability insurance"), "right"))  # fmt: skip
    made = tuple(_covered(names, code, found) for code, found in sorted(by_county.items()))
    empty = Words(
        "没有在岗乡村医生的记录。先在“数据导入”中导入“卫生人员”和“任职与值守”。",
        "No rural doctor in post is on record. Import the lists of staff and of posts held.",
    )
    return Table(head, (Group(made),) if made else (), empty)


def _covered(names: Names, code: str, rows: Sequence[Json]) -> Row:
    area, doctors = names.get(code), sum(row["doctors"] for row in rows)
    counts = [sum(row[kind] or 0 for row in rows) for kind in ("pension", "liability")]
    texts = [Words(f"{one:,}（缺 {doctors - one:,}）", f"{one:,} ({doctors - one:,} without)") for one in counts]
    return Row((Link(area.name if area else code, f"/rural-doctors?county={code}"), f"{doctors:,}", *texts))


def assessments(ask: Ask, nomination: Json) -> Table:
    """The years of a support as they were assessed."""
    words = {"passed": Words("合格", "passed"), "excellent": Words("优秀", "excellent")}
    head = (Head(Words("年度", "year")), Head(Words("日期", "day")), Head(Words("结果", "result")),
            Head(Words("意见", "opinion"), wide=True))  # fmt: skip
    rows = tuple(
        Row((Words(f"第 {one['year']} 年", f"year {one['year']}"), str(one["on"]), words.get(one["result"], NOTHING),
             str(one.get("text", ""))))
        for one in nomination.get("assessment", ())
    )  # fmt: skip
    return Table(head, (Group(rows),) if rows else (), Words("还没有考核。", "Nothing is assessed yet."))
