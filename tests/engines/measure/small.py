"""A small made-up house: two counties, a zone, institutions, reports and posts; given as rows and as declarations."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.duck import DuckMeasures
from tongmai.engines.measure.naive import NaiveMeasures
from tongmai.engines.measure.protocol import Measures
from tongmai.engines.measure.scratch import ScratchLake, typed
from tongmai.model.measure import Measure, Reading
from tongmai.model.view import DerivedView, View

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
TITLE = Words("指标", "measure")
EAST, WEST, PREFECTURE = "652398000000", "652399000000", "652300000000"


def village(county: str, number: int) -> str:
    return f"{county[:6]}001{number:03d}"


PLACES = [
    {
        "village": village(county, number),
        "township": f"{county[:6]}001000",
        "county": county,
        "prefecture": PREFECTURE,
        "zone": "zone-1" if number == 1 else "",
    }
    for county in (EAST, WEST)
    for number in (1, 2, 3)
]


def view(name: str, resource: str, **columns: str) -> View:
    """A ViewDefinition of columns with FHIR types; its paths do not matter where rows are given."""
    listed = [{"name": column, "path": "id", "type": kind} for column, kind in columns.items()]
    definition = {"resourceType": "ViewDefinition", "name": name, "resource": resource, "status": "active"}
    return View(name, resource, {**definition, "select": [{"column": listed}]})


CENTRE_USE = """
select i.id as institution, i.village, i.kind, p.id as period,
       count(*) filter (where r.centre = 'laboratory') as lab, count(*) filter (where r.centre = 'ecg') as ecg
from institution i cross join period p
left join report r on r.asked_by = i.id and r.issued_day between p.from_day and p.to_day
where i.from_day <= p.to_day and (i.to_day is null or i.to_day >= p.from_day)
group by all
"""


def measure(name: str, **given: Any) -> Measure:
    defaults: dict[str, Any] = {"title": TITLE, "source": "test", "unit": "count"}
    return Measure(id=f"small.{name}", **{**defaults, **given})


MEASURES = [
    measure(
        "use",
        rows="centre_use",
        subject="institution",
        kind="flow",
        denominator="kind = 'hospital'",
        numerator="lab > 0 and ecg > 0",
        unit="percent",
        readings={"with_rooms": Reading(TITLE, denominator="kind in ('hospital', 'room')")},
    ),
    measure("labs", rows="centre_use", subject="institution", kind="flow", numerator="lab"),
    measure("hospitals", rows="centre_use", subject="institution", numerator="kind = 'hospital'"),
    measure("lab_share", formula="small.labs / small.hospitals", unit="per 1000"),
    measure("least", formula="least(small.use, small.nurse_share)", unit="percent"),
    measure("posts", rows="post", numerator="approved", unit="count"),
    measure("nurses", rows="post", numerator="approved > 1 and kind = 'nurse'"),
    measure("nurse_share", rows="post", numerator="nurses", denominator="approved", unit="percent"),
    measure("kinds", rows="post", distinct="kind"),
    measure("kind_share", rows="post", distinct="kind", numerator="nurses > 0", denominator="true", unit="percent"),
    measure("visits", rows="visit", kind="flow", numerator="true"),
]

CATALOGUE = Catalogue.of(
    [
        view("institution", "Organization", id="string", village="code", kind="code", tier="code", ownership="code",
             **{"from": "dateTime", "to": "dateTime"}),
        view("report", "DiagnosticReport", id="string", centre="code", asked_by="string", issued="instant"),
        view("post", "Post", id="string", village="code", kind="code", approved="integer", nurses="integer",
             from_day="date", to_day="date"),
        view("visit", "Encounter", id="string", village="code", day="date"),
    ],
    [DerivedView("centre_use", CENTRE_USE)],
    MEASURES,
)  # fmt: skip


def institution(id: str, county: str, number: int | None, kind: str = "hospital", **days: str) -> dict[str, Any]:
    """`number` None: of this institution only the county is known."""
    place = county if number is None else village(county, number)
    return {"id": id, "village": place, "kind": kind, "from_day": "2020-01-01", **days}


def report(asked_by: str, centre: str, day: str = "2025-06-15") -> dict[str, Any]:
    return {"id": f"{asked_by}-{centre}-{day}", "asked_by": asked_by, "centre": centre, "issued_day": day}


def post(id: str, county: str, kind: str, approved: int, nurses: int | None = 0, **days: str) -> dict[str, Any]:
    return {
        "id": id, "village": village(county, 1), "kind": kind, "approved": approved, "nurses": nurses,
        "from_day": "2024-01-01", **days,
    }  # fmt: skip


def over_duck(catalogue: Catalogue, tables: Rows) -> Measures:
    lake = ScratchLake()
    for name, columns in catalogue.base_columns.items():
        lake.add(name, typed(columns), tables.get(name, ()))
    return DuckMeasures(lake, catalogue)


def over_naive(catalogue: Catalogue, tables: Rows) -> Measures:
    return NaiveMeasures(catalogue, tables)


Over = Callable[[Catalogue, Rows], Measures]
EVALUATORS: Mapping[str, Over] = {"duck": over_duck, "naive": over_naive}
