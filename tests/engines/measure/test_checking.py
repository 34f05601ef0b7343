"""Every fault of a declaration is named with its measure, view or target."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.engines.measure.small import CATALOGUE, TITLE, measure, view

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.checking import plan_problems, problems, room_problems
from tongmai.engines.measure.scratch import Binding
from tongmai.model.domain import Domain
from tongmai.model.reading import Room
from tongmai.model.target import Goal, Plan, Target
from tongmai.model.view import DerivedView

POST = view("post", "Post", id="string", village="code", kind="code", approved="integer", ethnicity="code",
            from_day="date", to_day="date")  # fmt: skip
BARE = view("bare", "Basic", id="string", village="code")


def faults(**given: Any) -> list[str]:
    one = measure("one", **{"rows": "post", "numerator": "approved", **given})
    return problems(Catalogue.of([POST, BARE], measures=[one]))


def test_a_good_house_has_no_problems() -> None:
    assert problems(CATALOGUE) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rows": "posts"}, "measure small.one: no view posts"),
        ({"numerator": "aproved"}, "numerator: view post has no column aproved (it has id, village, kind, approved,"),
        ({"numerator": "approved >"}, "numerator: not SQL"),
        ({"numerator": "approved / 2"}, "numerator: not permitted: 'approved / 2' (Div)"),
        ({"numerator": "random() > 1"}, "numerator: not permitted"),
        ({"numerator": "(select 1)"}, "numerator: not permitted"),
        ({"numerator": "sum(approved)"}, "numerator: not permitted"),
        ({"numerator": "post.approved"}, "a column of another table: post.approved"),
        ({"numerator": "ethnicity = 'x'"}, "column ethnicity is never part of a measure"),
        ({"place": "home"}, "place: view post has no column home"),
        ({"subject": "person"}, "subject: view post has no column person"),
        ({"distinct": "person"}, "distinct: view post has no column person"),
        ({"kind": "flow"}, "view post has no time: a column period, or day"),
        ({"rows": "bare", "numerator": "true"}, "view bare has no time: a column period, or from_day and to_day"),
    ],
)
def test_a_measure_names_what_is_wrong(given: dict[str, Any], said: str) -> None:
    (found, *_) = faults(**given)
    assert "measure small.one: " in found
    assert said in found


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("small.none + 1", "names small.none, which nobody declares"),
        ("small.twice / small.one", "names small.twice, which is a formula itself"),
        ("small.one / small.recorded", "its part small.recorded on the recorded base"),
        ("least(1, 2)", "its formula names no measure"),
        ("sum(small.one)", "not permitted in a formula"),
    ],
)
def test_a_formula_names_what_is_wrong(formula: str, said: str) -> None:
    measures = [
        measure("one", rows="post", numerator="approved"),
        measure("recorded", rows="post", numerator="approved", base="recorded"),
        measure("twice", formula="small.one * 2"),
        measure("faulty", formula=formula),
    ]
    found = problems(Catalogue.of([POST], measures=measures))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select id, kindd from post", "kindd"),
        ("select id from posts", "no view or dimension posts"),
        ("select * from post", "name the columns"),
        ("select id, count(*) from post group by id", "every column needs a name"),
        ("select id, kind as id from post", "two columns have one name"),
        ("select id from post order by id", "no order by"),
        ("select id from post union select id from post", "union all"),
        ("select p.id from post p full join place t on t.village = p.village", "only inner, left and cross joins"),
        ("select avg(approved) as a from post", "not permitted"),
        ("delete from post", "it must be one SELECT"),
        ("select id from post; select id from post", "exactly one statement"),
        ("select id from read_csv('x')", "not permitted"),
        ("select id from other.post", "without its schema"),
        ("select cast(id as integer) as id from post", "cast only to date"),
    ],
)
def test_a_derived_view_names_what_is_wrong(sql: str, said: str) -> None:
    try:
        found = problems(Catalogue.of([POST], [DerivedView("derived", sql)]))
    except ValueError as error:
        found = [str(error)]
    assert found[0].startswith("derived view derived: ")
    assert said in found[0]


def test_derived_views_that_read_one_another_in_a_circle_are_named() -> None:
    views = [DerivedView("x", "select id from y"), DerivedView("y", "select id from x")]
    with pytest.raises(ValueError, match="in a circle: x, y"):
        Catalogue.of([POST], views)


def test_a_name_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="view declared twice: post"):
        Catalogue.of([POST, POST])
    with pytest.raises(ValueError, match=r"measure declared twice: small\.one"):
        Catalogue.of([POST], measures=[measure("one", rows="post", numerator="approved")] * 2)


def test_what_duckdb_does_not_accept_is_named() -> None:
    with pytest.raises(ValueError, match="derived view odd"):
        Binding(Catalogue.of([POST], [DerivedView("odd", "select id, approved + kind as x from post where kind")]))
    text = measure("text", rows="post", numerator="kind")
    binding_of = Catalogue.of([POST], measures=[text])
    with pytest.raises(ValueError, match=r"measure small\.text numerator is neither true or false nor an integer"):
        Binding(binding_of).bind(binding_of)
    summed = Catalogue.of([POST], measures=[measure("once", rows="post", numerator="approved", distinct="kind")])
    with pytest.raises(ValueError, match=r"small\.once numerator must be true or false where values are counted once"):
        Binding(summed).bind(summed)


def test_a_room_reads_its_own_views_and_the_shared_dimensions() -> None:
    nothing: dict[str, Any] = {"templates": {}, "specs": (), "tables": {}, "profiles": ()}
    post_view, stranger = (
        DerivedView("mine", "select p.id, i.kind from post p join institution i on i.id = p.id"),
        view("theirs", "Basic", id="string"),
    )
    reading = DerivedView("reading", "select id from theirs")
    room = Room(Domain("small", TITLE), Path(), (POST,), (post_view, reading),
                measures=(measure("one", rows="theirs", numerator="true"),), **nothing)  # fmt: skip
    other = Room(Domain("other", TITLE), Path(), (stranger,), (), measures=(), **nothing)
    assert room_problems([room, other]) == [
        "derived view reading reads theirs, not of its room small",
        "measure small.one: view theirs is not of its room",
    ]


def test_a_target_names_what_is_wrong() -> None:
    def fault(**given: Any) -> list[str]:
        defaults: dict[str, Any] = {"measure": "small.use", "goal": Goal.parse("all")}
        one = Target(id="T1", plan="p", title=TITLE, chapter="一", quotation="……", **{**defaults, **given})
        return plan_problems(Plan("p", TITLE, "", date(2024, 3, 1), "002", "", (one,)), CATALOGUE)

    assert fault() == []
    assert fault(alternatives=("with_rooms", "county", "total")) == []
    assert fault(measure="small.gone") == ["plan p target T1: no measure small.gone"]
    assert fault(alternatives=("without",))[0].startswith("plan p target T1: alternative without is no reading")
    assert fault(measure="small.posts") == [
        "plan p target T1: goal all needs a share in percent, but small.posts is in count"
    ]
    assert fault(since="last week") == ["plan p target T1: since must be a month or last_year, not 'last week'"]
