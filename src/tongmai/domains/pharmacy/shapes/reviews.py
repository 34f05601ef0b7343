"""What pages show of samples and reviews: items of a sample with what was found, the worksheet to be printed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import drug_words
from tongmai.domains.pharmacy.shapes.words import Json, drug_of
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import linked, worded
from tongmai.engines.pages.records import Names, brought
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Download, Downloads, Facts, Group, Head, Link, Mark, Row, Sheet, Table, Tone
from tongmai.model.page import Ask, Shown

_INSTITUTION = (Shown("institution", Words("机构", "institution"), "reference"),)
_WAITS: tuple[Words, Tone] = (Words("待点评", "to be reviewed"), "quiet")
_STATES: dict[str, tuple[Words, Tone]] = {
    "open": (Words("点评中", "Being reviewed"), "course"), "reasonable": (Words("合理", "Reasonable"), "good"),
    "fed-back": (Words("已反馈", "Fed back"), "warn"), "explained": (Words("待认定", "To be decided"), "warn"),
    "upheld": (Words("待整改", "To be mended"), "bad"), "accepted": (Words("已整改", "Mended"), "good"),
    "justified": (Words("说明成立", "Justified"), "good"),
}  # fmt: skip


def draws(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The samples, the latest month first."""
    brought(_INSTITUTION, [one.focus for one in items], names)
    ordered = sorted(items, key=lambda one: (str(one.focus["month"]), str(one.focus["id"])), reverse=True)
    rows = tuple(
        Row((Link(str(one.focus["month"]), one.href), linked(names, one.focus["institution"]),
             f"{len(one.focus.get('item', ()))} / {one.focus.get('population', 0):,}", state_mark(one)))
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("月份", "month"), tight=True), Head(Words("被点评机构", "institution"), wide=True),
             Head(Words("样本/处方", "sample of"), "right"), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有抽样。药师在下面按机构和月份抽样。", "No sample yet. A pharmacist draws one below.")
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def questioned(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Reviews that were fed back, those under way first."""
    found = [one for one in items if one.focus.get("criterion")]
    brought(_INSTITUTION, [one.focus for one in found], names)
    ordered = sorted(found, key=lambda one: (one.ended, str(one.focus.get("reviewed", ""))))
    rows = tuple(
        Row((Link(drug_of(one.focus, ask.as_of), one.href), linked(names, one.focus["institution"]),
             worded(names, "review_criteria", one.focus["criterion"]), str(one.focus.get("reviewed", "")),
             state_mark(one)))
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("药品", "drug"), wide=True), Head(Words("机构", "institution")),
             Head(Words("问题", "found")), Head(Words("点评日期", "reviewed"), phone=False, tight=True),
             Head(Words("状态", "state")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("没有反馈的问题。", "Nothing was fed back."),
                 total=len(rows))  # fmt: skip


def sample_facts(ask: Ask, item: Item, names: Names) -> Facts:
    """Where a sample came from: how many of how many, the hash of the list, the seed."""
    focus = item.focus
    return Facts((
        (Words("状态", "state"), state_mark(item)),
        (Words("被点评机构", "institution"), linked(names, focus["institution"])),
        (Words("点评机构", "reviewed by"), linked(names, focus["reviewer"])),
        (Words("月份", "month"), str(focus["month"])),
        (Words("样本/处方", "sample of"), f"{len(focus.get('item', ()))} / {focus.get('population', 0):,}"),
        (Words("处方清单哈希", "hash of the list"), f"SHA-256 {str(focus.get('hash', ''))[:16]}"),
        (Words("随机种子（由机构、月份与清单导出）", "seed (from institution, month and list)"),
         str(focus.get("seed", ""))),
        (Words("小结", "summary"), str(focus.get("summary", "—"))),
    ))  # fmt: skip


def sample_items(ask: Ask, draw: Json, reviews: Sequence[Json], names: Names) -> Table:
    """What was drawn, in its order: the prescription without the person, and what the review says."""
    by_number = {str(one["number"]): one for one in reviews}
    rows = tuple(_sampled(ask, one, by_number.get(str(one["number"])), names) for one in draw.get("item", ()))
    heads = (Head(Words("号", "no."), "right"), Head(Words("药品", "drug"), wide=True), Head(Words("用法", "use")),
             Head(Words("天数", "days"), "right", phone=False), Head(Words("诊断", "why"), phone=False),
             Head(Words("开具", "written"), phone=False, tight=True), Head(Words("点评", "review")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), total=len(rows))


def _sampled(ask: Ask, one: Json, review: Json | None, names: Names) -> Row:
    told, tone = _STATES[str(review.get("state", "open"))] if review else _WAITS
    mark = Mark(told, tone)
    reason = worded(names, "diseases", one.get("disease"))
    found = Link(told, f"/prescription-reviews/{review['id']}") if review else mark
    return Row((str(one["number"]), drug_words(str(one["drug"]), ask.as_of), str(one.get("dosage", "—")),
                str(one.get("days", "—")), reason, str(one.get("on", "")), found))  # fmt: skip


def next_number(ask: Ask, draw: Json, reviews: Sequence[Json]) -> Proposal:
    """The form begins with the first number that is not reviewed; the others follow."""
    done = {str(one["number"]) for one in reviews}
    left = [one for one in draw.get("item", ()) if str(one["number"]) not in done]
    options = [(str(one["number"]), Words(f"{one['number']} {drug_words(str(one['drug']), ask.as_of).zh}",
                                          f"{one['number']} {drug_words(str(one['drug']), ask.as_of).en}"))
               for one in left]  # fmt: skip
    return Proposal({"number": options[0][0]} if options else {}, {"number": options})


def while_left(shape: Callable[..., Any]) -> Callable[..., Any]:
    """The forms of a sample, as long as something in it is not reviewed."""

    def shown(ask: Ask, draw: Json, reviews: Sequence[Json]) -> Any:
        return shape(ask, draw, reviews) if len(reviews) < len(draw.get("item", ())) else None

    return shown


def papers(ask: Ask, draw: Json) -> Downloads:
    """The worksheet to be printed."""
    where = f"/review-draws/{draw['id']}/sheet"
    return Downloads((Download(Words("处方点评工作表", "Worksheet"), where, Words("可打印", "to be printed"), False),))


def worksheet(ask: Ask, draw: Json, reviews: Sequence[Json], names: Names) -> Sheet:
    """The fields of the worksheet of prescription review, a line a prescription, as the national rules lay it out."""
    by_number = {str(one["number"]): one for one in reviews}
    lines = [_printed(ask, one, by_number.get(str(one["number"]), {}), names) for one in draw.get("item", ())]
    found = sum(bool(one.get("criterion")) for one in reviews)
    return Sheet({
        "institution": _called(names, draw["institution"]), "reviewer": _called(names, draw["reviewer"]),
        "month": str(draw["month"]), "size": str(len(lines)), "population": str(draw.get("population", "")),
        "seed": str(draw.get("seed", "")), "reviewed": str(len(reviews)), "questioned": str(found),
        "rows": "\n".join("\t".join(line) for line in lines), "summary": str(draw.get("summary", "")),
    })  # fmt: skip


def _printed(ask: Ask, one: Json, review: Json, names: Names) -> tuple[str, ...]:
    criterion = names.get(f"review_criteria/{review.get('criterion')}")
    verdict = "" if not review else "不合理" if review.get("criterion") else "合理"
    reason = names.get(f"diseases/{one.get('disease')}")
    return (str(one["number"]), str(one.get("on", "")), reason.kind.zh if reason else "",
            drug_words(str(one["drug"]), ask.as_of).zh, str(one.get("dosage", "")), verdict,
            criterion.kind.zh if criterion else "", str(review.get("opinion", "")))  # fmt: skip


def _called(names: Mapping[str, Any], reference: Json) -> str:
    named = names.get(str(reference.get("reference", "")))
    return str(named.name) if named else ""
