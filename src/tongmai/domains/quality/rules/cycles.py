"""What the steps of a cycle of quality control ask for and derive. Pure.

A cycle that is qualified and is about an item of mutual recognition becomes a certificate when the commission confirms
it; whoever decides on recognition reads the certificate, not this room.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.fhir.facts import issuer
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
_RULES = room_table(__file__, "qc_rules", "rule")
TOPICS = room_table(__file__, "qc_topics", "topic")
FULL = 100


def line(name: str, day: date) -> int:
    """The figure of a dated rule on a day. ValueError when none holds."""
    row = _RULES.find(day, rule=name)
    if row is None:
        raise ValueError(f"no rule {name} holds on {day}")
    return int(row["value"])


def cycle_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a plan: an item where the topic is recognition and none elsewhere, time to collect, another's
    house."""
    issues = []
    row = TOPICS.find(today, topic=str(focus.get("topic", "")))
    about_item = row is not None and row["item"] == "yes"
    if row is None:
        issues.append(wrong("topic", "质控主题不在现行目录内", "no topic that holds"))
    elif about_item and not focus.get("item"):
        issues.append(wrong("item", "互认项目质控须选具体项目", "name the item of mutual recognition"))
    elif not about_item and focus.get("item"):
        issues.append(wrong("item", "这一主题不涉及互认项目，请清空", "this topic is about no item: leave it empty"))
    if str(focus.get("due", "")) < today.isoformat():
        issues.append(wrong("due", "提交截止日期不能早于今天", "the day cannot lie before today"))
    if focus.get("institution") == focus.get("centre"):
        issues.append(wrong("institution", "质控中心不能检查自己", "a centre does not control itself"))
    return issues


def points_of_hundred(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an evaluation: points between 0 and 100."""
    return points_of(fields, ("score",))


def points_of(fields: Json, names: tuple[str, ...]) -> list[Issue]:
    """Points between 0 and 100, each at its field."""
    return [wrong(name, "得分应在 0 至 100 之间", "points lie between 0 and 100")
            for name in names if not 0 <= Decimal(str(fields[name])) <= FULL]  # fmt: skip


def cycle_verdict(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the verdict: qualified from the dated line on."""
    enough = Decimal(str(fields["score"])) >= line("qualified_from", today)
    return {"verdict": "qualified" if enough else "unqualified"}


def cycle_qualified(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of passing at once."""
    if focus.get("verdict") == "qualified":
        return []
    return [wrong("opinion", f"得分 {focus.get('score')}，不合格，不能直接通过",
                  "not qualified: it cannot pass at once",
                  Words("请反馈并限期整改", "feed it back with a day to put it right"))]  # fmt: skip


def to_be_rectified(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of feeding back: what is qualified needs no rectification."""
    if focus.get("verdict") == "unqualified":
        return time_to_rectify(focus, fields, today)
    return [wrong("rectify_by", "评价合格，无需整改", "it is qualified: nothing is to be put right",
                  Words("请直接通过", "let it pass"))]  # fmt: skip


def time_to_rectify(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of asking for rectification: a day after today."""
    if str(fields["rectify_by"]) > today.isoformat():
        return []
    return [wrong("rectify_by", "整改期限应在今天之后", "the day lies after today")]


def rectified_by_today(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of rectification: done by today."""
    if str(fields["on"]) <= today.isoformat():
        return []
    return [wrong("on", "完成日期不能晚于今天", "it cannot have been done after today")]


def verified_in_points(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of verifying: the points reach the line now."""
    if issues := points_of(fields, ("score",)):
        return issues
    least = line("qualified_from", today)
    if Decimal(str(fields["score"])) >= least:
        return []
    return [wrong("score", f"复核得分未达 {least} 分，不能验收", f"below {least} points: it is not verified",
                  Words("请退回继续整改", "send it back to be put right"))]  # fmt: skip


def mark_about_item(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of issuing a mark: the cycle is about an item, the mark's term is ahead."""
    if not focus.get("item"):
        return [wrong("number", "这次质控不涉及互认项目，不发互认标识",
                      "it is about no item: there is no mark to issue",
                      Words("请用“确认办结”", "confirm and close it"))]  # fmt: skip
    if str(fields["until"]) <= today.isoformat():
        return [wrong("until", "有效期止应在今天之后", "the last day lies after today")]
    return []


def mark_grade(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the grade of the mark as a number, and who issues it."""
    return {"grade": int(fields["scope"]), **issuer(fields["issuing"])}


def cycle_without_item(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing without a mark."""
    if not focus.get("item"):
        return []
    return [wrong("opinion", "涉及互认项目，请核发互认质量标识", "it is about an item: issue the mark")]
