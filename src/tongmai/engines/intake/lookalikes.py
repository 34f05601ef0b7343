"""New rows that look like records the file does not mention: perhaps a renamed one, so it is told."""

from difflib import SequenceMatcher

from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.texts import likeness

_ALIKE = 0.85
_COMPARISONS = 100_000  # beyond this the question costs more than it is worth, and that is told


def lookalikes(new: list[tuple[int, str]], absent: list[str]) -> list[Notice]:
    """(row, label) of new rows beside the labels of records that the file does not mention."""
    if len(new) * len(absent) > _COMPARISONS:
        words = Words("新增行太多，未逐一比对相似名称", "too many new rows to look for similar names")
        return [Notice("alike", 0, "", words)]
    forms = [(likeness(label), label) for label in absent if label]
    return [notice for row, label in new if label and (notice := _alike(row, label, forms))]


def _alike(row: int, label: str, forms: list[tuple[str, str]]) -> Notice | None:
    matcher = SequenceMatcher(b=likeness(label), autojunk=False)
    for form, other in forms:
        matcher.set_seq1(form)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            words = Words(
                f"第 {row} 行“{label}”是新增，但与现有“{other}”相近，请确认不是同一条",
                f"row {row} ({label}) is new but looks like {other}: make sure it is not the same",
            )
            return Notice("alike", row, "", words)
    return None
