"""Export, edit, import: nothing is lost, and what was edited is all that changes."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tongmai.engines.intake.present import Present


def test_an_untouched_export_changes_nothing(lists: SimpleNamespace) -> None:
    seen = lists.looked_at(lists.exported())
    assert [one.id for one in seen.same] == ["s-1", "s-2", "s-3"]
    assert seen.idle
    assert not seen.absent
    assert not seen.read_as


def test_one_edited_cell_is_one_change(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["F5"] = 12

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert len(seen.changed) == 1
    (only,) = seen.changed[0].changes
    assert (seen.changed[0].id, only.name, only.cell, only.old, only.new) == ("s-2", "beds", "F5", 0, 12)
    assert len(seen.same) == 2


text = st.text(max_size=40)
words = st.one_of(st.none(), text)


def _rows(codes: tuple[str, ...]) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {
            "code": st.one_of(st.from_regex(r"\A0?\d{8,11}\Z"), words),
            "name": words,
            "kind": st.one_of(st.sampled_from(codes), words),
            "village": st.one_of(st.sampled_from(["652328100000", "652301100000", "652302100000"]), words),
            "parent": st.one_of(st.sampled_from(["th-652328100", "gh-652325"]), words),
            "beds": st.one_of(st.none(), st.integers(-(2**31), 2**40)),
            "coverage": st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-5, 200)),
            "opened": st.one_of(st.none(), st.dates().map(date.isoformat), st.sampled_from(["2024", "2024-05"])),
            "month": st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()[:7])),
            "duty": st.one_of(st.none(), st.booleans()),
            "note": words,
        }
    )
    return st.lists(row, max_size=6)


ROW_SETS = _rows(("township_hospital", "village_room", "emergency_station"))
RELAXED = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a workbook takes minutes and tells little
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(rows=ROW_SETS)
@RELAXED
def test_any_rows_survive_export_and_import(lists: SimpleNamespace, rows: list[dict[str, Any]]) -> None:
    present = [Present(f"id-{number}", number, row) for number, row in enumerate(rows, start=1)]
    seen = lists.looked_at(lists.exported(present), present)
    assert seen.wrong == ()
    assert [one.id for one in seen.same] == [one.id for one in present]
    assert not seen.changed
    assert not seen.new


@given(rows=ROW_SETS.filter(bool), which=st.integers(0, 5), beds=st.integers(0, 3000))
@RELAXED
def test_any_edit_is_one_changed_row(lists: SimpleNamespace, rows: list[dict[str, Any]], which: int, beds: int) -> None:
    present = [Present(f"id-{number}", number, row) for number, row in enumerate(rows, start=1)]
    index = which % len(rows)

    def change(page: Any) -> None:
        page.cell(4 + index, 6, beds)

    seen = lists.looked_at(lists.edited(lists.exported(present), change), present)
    if rows[index]["beds"] == beds:
        assert not seen.changed
    else:
        assert [(one.id, [each.name for each in one.changes]) for one in seen.changed] == [
            (f"id-{index + 1}", ["beds"])
        ]
    assert seen.wrong == ()
    assert len(seen.same) + len(seen.changed) == len(rows)
