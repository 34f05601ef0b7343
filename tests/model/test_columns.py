"""The columns of a view and the rows it makes: types, civil days, faults."""

from typing import Any

import pytest

from tongmai.model.columns import complete, day_text, view_columns
from tongmai.model.view import View


def view(*columns: dict[str, Any], **further: Any) -> View:
    definition = {"resourceType": "ViewDefinition", "name": "v", "resource": "Basic", "select": [{"column": columns}]}
    return View("v", "Basic", {**definition, **further})


def column(name: str, type: str | None = None, path: str = "x") -> dict[str, Any]:
    return {"name": name, "path": path, **({"type": type} if type else {})}


def test_a_time_brings_its_civil_day_and_a_date_is_one() -> None:
    found = view_columns(
        view(column("id"), column("at", "dateTime"), column("from_day", "date", "period.start"), column("born", "date"))
    )
    assert [(one.name, one.type) for one in found] == [
        ("id", "text"), ("at", "text"), ("at_day", "day"), ("from_day", "day"), ("born", "day"), ("born_day", "day"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-06-30", "2025-06-30", "2025-06-30"),
        ("2025-06-30T15:59:59Z", "2025-06-30", "2025-06-30"),
        ("2025-06-30T16:00:00Z", "2025-07-01", "2025-07-01"),
        ("2025-07-01T00:30:00+08:00", "2025-07-01", "2025-07-01"),
    ],
)
def test_the_civil_day_is_that_of_the_region(text: str, first: str, last: str) -> None:
    assert (day_text(text), day_text(text, last=True)) == (first, last)


def test_a_column_of_minutes_is_a_whole_number() -> None:
    columns = view_columns(view(column("sent_minute", "instant"), column("read_minute", "dateTime")))
    assert [(one.name, one.type) for one in columns] == [("sent_minute", "integer"), ("read_minute", "integer")]
    assert complete(columns, {"sent_minute": "1970-01-01T08:01:59+08:00", "read_minute": "2025-06-30"}) == {
        "sent_minute": 1, "read_minute": None,
    }  # fmt: skip


def test_the_end_of_a_period_includes_all_that_matches_it() -> None:
    columns = view_columns(view(column("from_day", "date", "period.start"), column("to_day", "date", "period.end")))
    assert complete(columns, {"from_day": "2025", "to_day": "2025"}) == {
        "from_day": "2025-01-01", "to_day": "2025-12-31",
    }  # fmt: skip


def test_every_column_is_present_and_of_its_type() -> None:
    columns = view_columns(view(column("n", "positiveInt"), column("d", "decimal"), column("b", "boolean")))
    assert complete(columns, {"n": 1, "d": 2}) == {"n": 1, "d": 2, "b": None}
    for wrong in ({"n": "1"}, {"n": True}, {"n": 1.5}, {"d": "2"}, {"b": 1}):
        with pytest.raises(ValueError, match="but holds"):
            complete(columns, wrong)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([], "it has no column"),
        ([column("x", "Period")], "type 'Period', which no table holds"),
        ([column("x", "string"), column("x", "boolean")], "declared with two types"),
        ([{**column("x"), "collection": True}], "one value, not a collection"),
    ],
)
def test_a_view_that_no_table_holds_is_refused(columns: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        view_columns(view(*columns))


def test_the_arms_of_a_union_repeat_their_columns() -> None:
    arms = [{"column": [column("x", "code")]}, {"column": [column("x", "code", "y")]}]
    found = view_columns(view(column("id"), select=[{"column": [column("id")]}, {"unionAll": arms}]))
    assert [one.name for one in found] == ["id", "x"]
