"""A year that was cleared: its sums, what a split lacks, how a surplus is divided, the printed sheet."""

from collections.abc import Sequence
from decimal import Decimal

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.domains.insurance import rules
from tongmai.domains.insurance.shapes.sums import MONEY_HEAD, Json, Names, name_of, sums_table
from tongmai.engines import ledger
from tongmai.engines.pages.given import Item
from tongmai.model.blocks import (
    Cell,
    Download,
    Downloads,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Notice,
    Row,
    Sheet,
    Table,
)
from tongmai.model.page import Ask

TIER_WORDS = {
    "county": Words("县级（牵头医院）", "county (leading hospital)"),
    "township": Words("乡级（卫生院、社区中心）", "townships"),
    "village": Words("村级（卫生室、服务站）", "villages"),
}


def clearing_sums(ask: Ask, item: Item) -> Table:
    """The sums of a clearing as both sides agreed on them."""
    one = item.focus
    pool = f"/pools/{rules.named(one['pool'])}"
    return sums_table(_cleared(one), Words("基金包", "the pool"), pool)


def _cleared(one: Json) -> ledger.Cleared:
    return ledger.Cleared(*(int(one[f"{name}Cents"]) for name in ("total", "reserve", "outside", "inside", "prepaid")))


def lacking(
    ask: Ask, item: Item, appraisals: Sequence[Json], split_rules: Sequence[Json], names: Names
) -> Notice | None:
    """What is missing before the surplus can be split, where something is."""
    one = item.focus
    if "payableCents" in one or int(one["surplusCents"]) <= 0 or item.ended:
        return None
    found = rules.lacking(one, appraisals, split_rules)
    area = names.get(str(one["area"]))
    if not found:
        return None
    zh = "；".join(f"{words.zh}。{remedy.zh}" for _, words, remedy in found)
    en = "; ".join(f"{words.en}: {remedy.en}" for _, words, remedy in found)
    place = str(area.name) if area else ""
    return Notice(Words(f"{place}暂不能分配：{zh}。", f"{place}: not divided. {en}."), "warn",
                  Link(Words("结余分配规则", "rows of the split rule"), "/split-rules"))  # fmt: skip


def split_table(
    ask: Ask, item: Item, appraisals: Sequence[Json], split_rules: Sequence[Json]
) -> Table | None:  # fmt: skip
    """The surplus, what of it is payable, each party's part and what is withheld."""
    one = item.focus
    if "payableCents" not in one:
        return None
    score = next((a for a in appraisals if a["id"] == rules.named(one.get("appraisal"))), None)
    row = next((r for r in split_rules if r["id"] == rules.named(one.get("splitRule"))), None)
    by_score: Cell = Link(Words(f"考核 {_points(score)} 分", f"{_points(score)} points"),
                          f"/appraisals/{score['id']}") if score else None  # fmt: skip
    by_rule: Cell = (
        Link(Words(f"规则 {_ratio(row)}", f"row {_ratio(row)}"), f"/split-rules/{row['id']}") if row else None
    )
    parts = tuple(Row((TIER_WORDS[tier], yuan(int(one[f"{tier}Cents"])), by_rule)) for tier in rules.TIERS)
    rows = (
        Row((Words("结余", "surplus"), yuan(int(one["surplusCents"])), None)),
        Row((Words("可分配（按考核）", "payable by the appraisal"), yuan(int(one["payableCents"])), by_score), "good"),
        *parts,
        Row((Words("扣留", "withheld"), yuan(int(one["withheldCents"])), by_score), "warn"),
    )
    note = Words("结余 ＝ 县级 ＋ 乡级 ＋ 村级 ＋ 扣留，最大余数法，分文不差。",
                 "Surplus = county + townships + villages + withheld, by largest remainder.")  # fmt: skip
    heads = (Head(Words("去向", "to whom"), wide=True), MONEY_HEAD, Head(Words("依据", "by")))
    return Table(heads, (Group(rows),), note=note)


def open_cash(ask: Ask, item: Item) -> Figures | None:
    """What is still open in cash after a clearing."""
    one = item.focus
    if item.state == "drawn" or "surplusCents" not in one:
        return None
    due = ledger.balance(_cleared(one), int(one.get("payableCents", 0)))
    words = Words("清算后应补付（由医保系统支付）", "still to be paid by the insurer's system")
    if due < 0:
        words = Words("清算后应退回", "to be given back")
    return Figures((Figure(words, yuan(abs(due)), unit=Words("元", "yuan")),))


def _points(score: Json) -> str:
    return f"{Decimal(str(score['score'])).normalize():f}"


def _ratio(row: Json) -> str:
    return ":".join(str(row[tier]) for tier in rules.TIERS)


def papers(ask: Ask, item: Item) -> Downloads:
    """The printed clearing sheet."""
    return Downloads((Download(Words("年度清算表", "Clearing sheet"), f"{item.href}/sheet",
                               Words("可打印，双方签章", "to be printed and signed"), False),))  # fmt: skip


def clearing_sheet(ask: Ask, item: Item, names: Names) -> Sheet:
    """The fields of the printed sheet; empty where nothing is split yet."""
    one = item.focus
    area = names.get(str(one["area"]))
    sums = ("total", "reserve", "outside", "available", "inside", "surplus", "prepaid", "payable", "withheld",
            "county", "township", "village")  # fmt: skip
    money = {name: yuan(int(one[f"{name}Cents"])) if f"{name}Cents" in one else "" for name in sums}
    return Sheet({
        "community": name_of(names, one.get("community")), "area": str(area.name) if area else "",
        "year": str(one.get("year", "")), "state": item.state_title.zh, "day": ask.as_of.isoformat(),
        "balance": yuan(ledger.balance(_cleared(one), int(one.get("payableCents", 0)))), **money,
    })  # fmt: skip
