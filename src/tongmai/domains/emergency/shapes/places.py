"""Places of emergency treatment, and patients of fever clinics."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.emergency import rules
from tongmai.domains.emergency.rules.common import Json
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, said, worded
from tongmai.engines.pages.records import Names
from tongmai.engines.pages.stories import state_mark
from tongmai.fhir.facts import code_in, extended
from tongmai.model.blocks import Cell, Chip, ChipRow, Chips, Group, Head, Link, Mark, Row, Stack, Table
from tongmai.model.page import Ask

_FOUR = (
    ("patients", Words("集中患者", "patients")),
    ("experts", Words("集中专家", "experts")),
    ("resources", Words("集中资源", "resources")),
    ("treatment", Words("集中救治", "treatment")),
)


def place_chips(ask: Ask) -> Chips:
    """Filters by kind."""
    chips = tuple(
        Chip(words, ask.link(kind=None if ask.one("kind") == code else code), ask.one("kind") == code)
        for code, words in rules.row_options("place_kinds", "kind")
    )
    return Chips((ChipRow(Words("类别", "kind"), chips),))


def place_table(ask: Ask, services: Sequence[Json], names: Names) -> Table:
    """Fever clinics, designated hospitals with the four concentrations, the base of Chinese medicine, key
    departments."""
    wanted, kinds = ask.one("kind"), [code for code, _ in rules.row_options("place_kinds", "kind")]
    found = [(code_in(one.get("category"), rules.PLACE), one) for one in services]
    shown = [(kind, one) for kind, one in found if kind in kinds and wanted in ("", kind)]
    bring(names, [one["providedBy"] for _, one in shown])
    rows = tuple(
        Row((said(names, one["providedBy"]), _what(names, kind, one), _four(kind, one),
             str(extended(one, "beds") or NOTHING), str(extended(one, "pressure-rooms") or NOTHING),
             Mark(Words("在用", "in use"), "good") if rules.within(one, ask.as_of)
             else Mark(Words("停用", "out of use"), "quiet")), id=str(one["id"]))
        for kind, one in sorted(shown, key=lambda pair: (kinds.index(pair[0]), str(pair[1]["id"])))
    )  # fmt: skip
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("类别", "kind")),
             Head(Words("四集中", "four concentrations"), phone=False), Head(Words("床位", "beds"),
                 "right", phone=False),
             Head(Words("负压病室", "negative pressure"), "right", phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words(
        "还没有登记。在“应急救治机构”清单中导入。", "None is registered: import the list of emergency places."
    )
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _what(names: Names, kind: str, one: Json) -> Cell:
    told, department = worded(names, "place_kinds", kind), code_in(one.get("type"), rules.DEPARTMENT)
    return Stack((told, worded(names, "duty_departments", department))) if department else told


def _four(kind: str, one: Json) -> Cell:
    if kind != "designated_hospital":
        return NOTHING
    missing = [words for name, words in _FOUR if extended(one, name) is not True]
    if not missing:
        return Mark(Words("四项具备", "all four"), "good")
    zh, en = "、".join(words.zh for words in missing), ", ".join(words.en for words in missing)
    return Mark(Words(f"缺{zh}", f"without {en}"), "warn")


def fever_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Patients of fever clinics, those on the way first."""
    bring(names, [one.focus["clinic"] for one in items])
    rows = tuple(
        Row((Link(str(one.focus["subject"].get("display", NOTHING)), one.href), said(names, one.focus["clinic"]),
             f"{one.focus['temperature']} ℃", worded(names, "triage_classes", one.focus.get("triage")),
             str(one.focus["arrived"]), state_mark(one)), "bad" if one.late else "plain", one.task)
        for one in sorted(items, key=lambda one: (one.ended, str(one.focus["arrived"])))
    )  # fmt: skip
    heads = (Head(Words("患者", "patient")), Head(Words("发热门诊", "fever clinic"), wide=True, phone=False),
             Head(Words("体温", "temperature"), "right", phone=False), Head(Words("分诊", "triage")),
             Head(Words("就诊", "came"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("没有您可以查看的发热患者。医生从居民档案登记。",
                  "No patient that you may see. A doctor takes one in from the resident's record.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)
