"""One target: what it says, where it stands, under which reading, month by month, and whose names stand behind it."""

from collections.abc import Sequence

from tongmai.base.ratio import shown
from tongmai.base.words import Words
from tongmai.engines.pages.board import CONFIRMED, NOT_CONFIRMED, course, part_tone
from tongmai.engines.pages.decided import day_words
from tongmai.engines.pages.figures import (
    FEW,
    NOTHING,
    TONES,
    UNITS,
    change_text,
    counted,
    decided_text,
    gap_words,
    goal_text,
    lacking,
    needed_text,
    number,
    portion_text,
)
from tongmai.engines.pages.given import Area, Listed, Membership, SeriesPoint
from tongmai.engines.pages.measured import FEW_HIDDEN
from tongmai.model.blocks import (
    Cell,
    Chart,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Option,
    Options,
    Piece,
    Point,
    Prose,
    Row,
    Stack,
    Table,
    Text,
)
from tongmai.model.page import Ask
from tongmai.model.target import STATUS_WORDS, Decision, Plan

NO_NAMES = Words(
    "这个数没有逐条记录可列（由其他指标合成，或尚无记录）。", "No records stand behind this figure one by one."
)
TOO_FEW = Words("人数少，为保护个人，名单与数目都不显示。", "Too few persons: neither who nor how many is shown.")


def quotation(ask: Ask, plan: Plan, decision: Decision) -> Prose:
    """The sentence of the plan with its chapter."""
    target = decision.target
    text = target.quotation.partition("「")[2].rstrip("」") or target.quotation
    piece = Piece(f"「{text}」", id=f"q-{target.id}", href=f"/policy/{plan.document}", tone="course")
    heading = plan.heading(target.chapter)
    return Prose(((piece,),), note=Words(f"{plan.number} · {heading.zh}", f"{plan.number} · {heading.en}"))


def figures(ask: Ask, decision: Decision) -> Figures:
    """Value, gap, what is expected today, change."""
    unit, tone = decision.unit, TONES[decision.status]
    whole = decided_text(decision) if decision.denominator is not None else ""
    needed = needed_text(decision)
    gap = gap_words(decision)
    few = FEW if "" in decision.hidden else whole
    yuan = UNITS["cents"] if unit == "cents" else ""
    items = [Figure(Words("现值", "value"), number(decision.value, unit), few, tone, unit=yuan)]
    if decision.short is not None:
        told = gap if gap else Words("已达到要求", "as asked")
        lacks = counted(decision.short, decision.counts)
        of = UNITS["cents"] if decision.counts else ""
        items.append(Figure(Words("缺口", "gap"), lacks, told, "good" if not decision.short else tone, unit=of))
    if decision.expected is not None:
        base = number(decision.baseline, unit)
        note = Words(f"基线 {base}", f"from {base}")
        items.append(Figure(Words("今日应达", "expected today"), number(decision.expected, unit), note, unit=yuan))
    if needed:
        items.append(Figure(Words("合计需要", "needed in total"), f"{needed:,}", whole))
    if decision.change is not None:
        items.append(Figure(Words("较上月", "since last month"), change_text(decision.change, unit), unit=yuan))
    return Figures(tuple(items))


def facts(ask: Ask, plan: Plan, decision: Decision, origin: Words, confirmed: frozenset[str]) -> Facts:
    """What is asked of whom by when."""
    target = decision.target
    settled = CONFIRMED if target.id in confirmed else NOT_CONFIRMED
    pairs: list[tuple[Words, Cell]] = [
        (Words("状态", "status"), Mark(STATUS_WORDS[decision.status], TONES[decision.status])),
        (Words("要求", "goal"), goal_text(target.goal, decision.unit)),
        (Words("考核方式", "counted"), each(target.each, ask.whole)),
        (Words("期限", "by"), day_words(target.by) if target.by else Words("未写明", "not stated")),
        (Words("性质", "kind"), Words("硬指标", "hard") if target.hard else Words("力争", "striving")),
        (Words("责任单位", "responsible"), Stack((target.responsible_proposed or NOTHING, settled))),
        (Words("数据来源", "source"), origin),
        (Words("进度", "course"), course(decision)),
    ]
    if target.reading:
        pairs.append((Words("口径说明", "reading"), target.reading))
    if decision.missing:
        pairs.append((Words("尚缺", "missing"), decision.missing))
    if target.note:
        pairs.append((Words("提示", "note"), target.note))
    return Facts(tuple(pairs), 3)


def each(by: str, whole: Words) -> Words:
    """How a target is counted: the region as one, or each county by itself."""
    if by == "county":
        return Words("逐县达到", "each county by itself")
    return Words(f"{whole.zh}合计", f"{whole.en} as one")


def readings(ask: Ask, decided: Sequence[tuple[str, Words, Decision]]) -> Options | None:
    """Each reading with what it would decide; None when the sentence has but one."""
    if len(decided) < 2:
        return None
    options = []
    for name, title, decision in decided:
        gap = gap_words(decision) or Words("无缺口", "no gap")
        whole = f"{decided_text(decision)} = {number(decision.value, decision.unit)}"
        options.append(
            Option(
                title,
                Words(f"{whole}，{gap.zh}", f"{whole}, {gap.en}"),
                Mark(STATUS_WORDS[decision.status], TONES[decision.status]),
                ask.link(reading=name),
                on=ask.one("reading") == name,
                note=Words("当前采用", "in force") if not name else "",
            )
        )
    note = Words(
        "点选即看该口径下的结果；改变采用的口径须两人办理。",
        "Choose one to see its effect at once; changing the one in force takes two people.",
    )
    return Options(tuple(options), note)


def counties(ask: Ask, decision: Decision, areas: Sequence[Area]) -> Table | None:
    """Each county with its own figures."""
    parts = {part.area: part for part in decision.parts}
    if not parts and not decision.hidden:
        return None
    rows = []
    for area in areas:
        part = parts.get(area.code)
        if part is None:
            if area.code in decision.hidden:
                rows.append(Row((area.name, NOTHING, FEW, NOTHING), id=area.code))
            continue
        lacks = lacking(part.short, decision.counts)
        short = Words(f"差 {lacks.zh}", f"short {lacks.en}")
        verdict = NOTHING if part.met is None else Words("达标", "met") if part.met else short
        on = ask.one("county") == area.code
        rows.append(
            Row(
                (
                    Link(area.name, ask.link(county=None if on else area.code) + "#members"),
                    portion_text(decision, part.numerator, part.denominator),
                    number(part.value, decision.unit),
                    Mark(verdict, part_tone(part, decision)),
                ),
                id=area.code,
            )
        )
    heads = (
        Head(Words("县市区", "county")),
        Head(Words("分子/分母", "n / d"), "right"),
        Head(Words("现值", "value"), "right"),
        Head(Words("结论", "verdict")),
    )
    total = decided_text(decision)
    gap = gap_words(decision) or Words("无缺口", "no gap")
    note = Words(f"{ask.whole.zh} {total}，{gap.zh}", f"region {total}, {gap.en}")
    if decision.hidden:
        note = Words(f"{note.zh}。{FEW_HIDDEN.zh}", f"{note.en}. {FEW_HIDDEN.en}")
    return Table(heads, (Group(tuple(rows)),), note=note, caption=Words("各县市区结果", "by county"))


def members(ask: Ask, membership: Membership, areas: Sequence[Area]) -> Table:
    """Who is counted and who is not, by name; those that are not come first."""
    names = {area.code: area.short for area in areas}
    kinds = any(one.named.kind.zh for one in membership.shown)
    rows = [(one, _member(one, names, kinds, membership)) for one in membership.shown]
    missing = tuple(row for one, row in rows if not one.member.in_numerator)
    inner = tuple(row for one, row in rows if one.member.in_numerator)
    out, inside = membership.missing, membership.counted
    groups = []
    if missing:
        groups.append(Group(missing, Words(f"未计入分子（{out}）", f"not counted ({out})")))
    if inner:
        groups.append(Group(inner, Words(f"计入分子（{inside}）", f"counted ({inside})")))
    heads = (
        Head(Words("名称", "name"), wide=True),
        Head(Words("县市区", "county")),
        *((Head(Words("类别", "kind")),) if kinds else ()),
        _counted_head(membership),
    )
    following, county = membership.next, names.get(ask.one("county"), "")
    return Table(
        heads,
        tuple(groups),
        TOO_FEW if membership.closed else NO_NAMES,
        next=ask.link(**{"from": str(following)}) + "#members" if following is not None else "",
        first=ask.link(**{"from": None}) + "#members" if membership.start else "",
        note=Words(f"只看{county}", f"{county} only") if county else "",
        total=out + inside,
    )


def _counted_head(membership: Membership) -> Head:
    if not membership.sums:
        return Head(Words("计入", "counted"))
    return Head(Words("计入（元）", "counted (yuan)") if membership.counts else Words("计入", "counted"), "right")


def _member(one: Listed, names: dict[str, str], kinds: bool, membership: Membership) -> Row:
    """`kinds`: whether any record of the list has a kind to be shown."""
    inside = one.member.in_numerator
    mark: Cell = Mark(Words("是", "yes"), "good") if inside else Mark(Words("否", "no"), "warn")
    if membership.sums and inside:
        mark = counted(one.member.weight, membership.counts)
    called: Text = one.named.called if one.named.called.zh else one.named.name
    name: Cell = Link(called, one.named.href) if one.named.href else called
    kind = (one.named.kind if one.named.kind.zh else NOTHING,) if kinds else ()
    return Row((name, names.get(one.named.area, NOTHING), *kind, mark), id=one.named.id)


def _goal_label(text: Text) -> Words:
    zh, en = text if isinstance(text, Words) else (text, text)
    return Words(f"目标 {zh}", f"goal {en}")


def chart(ask: Ask, decision: Decision, series: Sequence[SeriesPoint]) -> Chart | None:
    """Thirteen months with the goal as a line."""
    if all(point.value is None for point in series):
        return None
    goal = decision.target.goal
    bound = (goal.high if goal.comparison == "<=" else goal.low) if goal else None
    scale = 100 if decision.unit == "cents" else 1  # the axis is told in yuan
    points = tuple(
        Point(
            point.month,
            None if point.value is None else float(shown(point.value / scale, 4)),
            number(point.value, decision.unit),
            portion_text(decision, point.numerator, point.denominator) if point.denominator is not None else "",
        )
        for point in series
    )
    title = decision.target.title
    return Chart(
        points,
        float(bound / scale) if bound is not None else None,
        _goal_label(goal_text(goal, decision.unit)),
        decision.unit,
        Words(f"{title.zh}：十三个月", f"{title.en}: thirteen months"),
        goal is None or goal.comparison != "<=",
    )
