"""Events: which law and which hours hold for one, who is told in which order, grades, levels and what they bring."""

from datetime import date, datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.outcome import Issue, wrong
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.domains.emergency.rules.common import CHAIN, GRADES, KINDS, LAWS, MEASURES, Json, words_in

LINKS = ("county", "government", "prefecture", "province", "council")
"""In the order in which each is told."""
OUT = frozenset({"called", "acknowledged", "assembled", "dispatched"})
"""States of a call-out whose team is not back."""


def law_of(day: date) -> DatedRow:
    """The law that holds on the day of an event, the first for days before it."""
    return next(iter(LAWS.on(day)), LAWS.rows[0])


def chain_of(day: date) -> dict[str, DatedRow]:
    """The links of the chain of reports by the law of a day, each with its hours."""
    law = law_of(day)["law"]
    return {row["link"]: row for row in CHAIN.rows if row["law"] == law}


def event_day(focus: Json) -> date:
    """The region's civil day on which an event became known."""
    return datetime.fromisoformat(str(focus["found"])).astimezone(REGION_ZONE).date()


def event_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of entering an event: when it became known can be read and is not in the future, its kind is known
    on that day."""
    remedy = Words("日期如 2025-06-30，时间如 09:30", "a day such as 2025-06-30 and a time such as 09:30")
    try:
        day, found = event_day(focus), datetime.fromisoformat(str(focus["found"]))
    except ValueError:
        return [wrong("time", "发现时间不能识别", "when it became known cannot be read", remedy)]
    if found > datetime.fromisoformat(str(fields["now"])):
        where = "day" if day > today else "time"
        return [wrong(where, "发现时间不能晚于现在", "it did not become known later than now", remedy)]
    if KINDS.find(day, kind=str(focus["kind"])) is None:
        return [wrong("kind", "当日的目录中没有这类事件", "no such kind on that day")]
    return []


def event_begun(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the county, the law, the hours of each link, by when the county is told, whether the State Council
    department is."""
    day = event_day(focus)
    chain, kind = chain_of(day), KINDS.find(day, kind=str(focus["kind"]))
    found = datetime.fromisoformat(str(focus["found"]))
    due = found + timedelta(hours=int(chain["county"]["hours"]))
    return {
        "county": f"{str(focus['area'])[:6]}000000",
        "law_of_day": law_of(day)["law"],
        "national_of_kind": kind["national"] if kind else "no",
        "county_due": due.isoformat(timespec="seconds"),
        **{f"{link}_hours": int(row["hours"]) for link, row in chain.items()},
    }


def told_in_turn(link: str, focus: Json, fields: Json) -> list[Issue]:
    """Whether a link may be told now: once, and after the one before it unless the law of the event's day lets it be
    skipped and the reason is given."""
    chain = chain_of(event_day(focus))
    if focus.get(f"{link}At"):
        return [wrong("", f"已向{chain[link]['zh']}报告过", f"the {chain[link]['en']} was told already")]
    before = LINKS[LINKS.index(link) - 1]
    if focus.get(f"{before}At"):
        return []
    law = law_of(event_day(focus))
    zh, en = chain[before]["zh"], chain[before]["en"]
    if law["skip"] == "no":
        remedy = Words(f"请先登记向{zh}的报告", f"enter the report to the {en} first")
        said = f"按事件当日施行的《{law['zh']}》逐级报告，还没有向{zh}报告"
        return [wrong("", said, f"by the law of the event's day level by level: the {en} was not told", remedy)]
    if not fields.get("skipped"):
        remedy = Words("请填写越级原因", "give the reason for skipping it")
        return [
            wrong("skipped", f"还没有向{zh}报告；依法可以越级，须说明原因", f"the {en} is skipped: say why", remedy)
        ]
    return []


def may_tell_government(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of telling the own government."""
    return told_in_turn("government", focus, fields)


def may_tell_prefecture(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of telling the prefecture's government."""
    return told_in_turn("prefecture", focus, fields)


def may_tell_province(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of telling the province's government."""
    return told_in_turn("province", focus, fields)


def may_tell_council(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of telling the State Council department: a kind that the law names."""
    if focus.get("national") != "yes":
        kind = words_in(KINDS.find(event_day(focus), kind=str(focus["kind"])), focus["kind"])
        said = f"“{kind.zh}”不在须报国务院部门的四类之内"
        return [wrong("", said, f"“{kind.en}” is none of the four kinds that go to the State Council department")]
    return told_in_turn("council", focus, fields)


def _decided(code: str, fields: Json, where: str, today: date) -> list[Issue]:
    row = GRADES.find(today, grade=code)
    if row is not None and row["document"] == "yes" and not fields.get("document"):
        remedy = Words("请填写上级决定的文号", "give the number of its document")
        zh = f"{row['zh']}由上级决定，缺少文号"
        return [wrong("document", zh, f"{row['en']} is decided by the authority above", remedy)]
    return []


def event_grade_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of grading: III and above are decided above, with a document."""
    return _decided(str(fields["grade"]), fields, "grade", today)


def level_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of opening a response or changing its level: not weaker than the grade, another than now, and III and
    above decided above."""
    level, grade = str(fields["level"]), str(focus["grade"])
    opened, graded = GRADES.find(today, grade=level), GRADES.find(today, grade=grade)
    if opened and graded and int(opened["rank"]) > int(graded["rank"]):
        told = words_in(graded, grade)
        remedy = Words(f"请选择不低于{told.zh}的响应", f"choose {told.en} or above")
        return [wrong("level", "响应级别低于事件级别", "the level is below the grade of the event", remedy)]
    if level == focus.get("level"):
        return [wrong("level", "已是这一级响应", "it is of this level already")]
    return _decided(level, fields, "level", today)


def measures_of(level: str, day: date) -> list[DatedRow]:
    """What a level brings on a day: its own measures and those of every weaker level."""
    own = GRADES.find(day, grade=level)
    if own is None:
        return []
    weaker = {row["grade"] for row in GRADES.on(day) if int(row["rank"]) >= int(own["rank"])}
    return [row for row in MEASURES.on(day) if row["level"] in weaker]


def response_measures(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the set of measures of the level."""
    return {"measures": [row["measure"] for row in measures_of(str(fields["level"]), today)]}


def situation_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a situation report: whole numbers, none below the last report's, deaths among the cases."""
    last: Json = next(iter(reversed(focus.get("report", ()))), {"cases": 0, "deaths": 0})
    for name, zh, en in (("cases", "累计病例", "cases so far"), ("deaths", "累计死亡", "deaths so far")):
        value = fields[name]
        if not isinstance(value, int) or value < int(last[name]):
            remedy = Words("累计数只增不减；更正请在说明中写明并报上级", "these are sums; say in words what was wrong")
            return [
                wrong(name, f"{zh}应为不小于 {last[name]} 的整数", f"{en}: a whole number from {last[name]}", remedy)
            ]
    if fields["deaths"] > fields["cases"]:
        return [wrong("deaths", "累计死亡多于累计病例", "more deaths than cases")]
    return []


def next_report(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives which situation report it is."""
    return {"ordinal": int(focus.get("lastReport") or 0) + 1}


def may_close_event(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing: at least one situation report, and every team back."""
    if not focus.get("report"):
        remedy = Words("请先办理“进程报告”", "enter a situation report first")
        return [wrong("", "还没有进程报告", "there is no situation report", remedy)]
    out = [one for one in fields["teams"] if one.get("state") in OUT]
    if out:
        remedy = Words("请先登记归队或撤销调派", "enter their return or cancel the call first")
        return [wrong("", f"还有 {len(out)} 支队伍没有归队", f"{len(out)} teams are not back", remedy)]
    return []
