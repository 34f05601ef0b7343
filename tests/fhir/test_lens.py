"""The law of a lens: what the view reads from what the lens wrote is the row."""

from hypothesis import given
from hypothesis import strategies as st

from tongmai.fhir.lens import columns, fill
from tongmai.fhir.views import rows

VIEW = {
    "resource": "Organization",
    "select": [
        {
            "column": [
                {"name": "id", "path": "getResourceKey()"},
                {"name": "active", "path": "active"},
                {"name": "name", "path": "name"},
                {"name": "kind", "path": "type.coding.where(system = 'urn:tongmai:kind').code.first()"},
                {"name": "owner", "path": "partOf.getReferenceKey(Organization)"},
                {"name": "beds", "path": "extension('urn:x:beds').value.ofType(integer)"},
                {"name": "opened", "path": "extension('urn:x:period').value.ofType(Period).start"},
                {"name": "closed", "path": "extension('urn:x:period').value.ofType(Period).end"},
                {"name": "town", "path": "address.first().city"},
            ]
        }
    ],
}
TEMPLATE = {
    "resourceType": "Organization",
    "id": "{id}",
    "active": "{active}",
    "name": "{name}",
    "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "{kind}"}]}],
    "partOf": {"reference": "Organization/{owner}"},
    "extension": [
        {"url": "urn:x:beds", "valueInteger": "{beds}"},
        {"url": "urn:x:period", "valuePeriod": {"start": "{opened}", "end": "{closed}"}},
    ],
    "address": [{"country": "CN", "city": "{town}"}],
}
IDS = st.from_regex(r"[A-Za-z0-9\-]{1,20}", fullmatch=True)
TEXTS = st.text(min_size=1, max_size=20)
DAYS = st.dates().map(lambda day: day.isoformat())
ROWS = st.fixed_dictionaries(
    {
        "id": IDS,
        "active": st.none() | st.booleans(),
        "name": st.none() | TEXTS,
        "kind": st.none() | IDS,
        "owner": st.none() | IDS,
        "beds": st.none() | st.integers(0, 10_000),
        "opened": st.none() | DAYS,
        "closed": st.none() | DAYS,
        "town": st.none() | TEXTS,
    }
)


@given(ROWS)
def test_the_view_of_what_the_lens_wrote_is_the_row(row):
    assert rows(VIEW, fill(TEMPLATE, row)) == [row]


@given(ROWS)
def test_nothing_empty_is_left_behind(row):
    def empties(value):
        if isinstance(value, dict):
            return not value or any(empties(one) for one in value.values())
        if isinstance(value, list):
            return not value or any(empties(one) for one in value)
        return value is None

    assert not empties(fill(TEMPLATE, row))


def test_what_is_absent_takes_its_constants_along():
    filled = fill(TEMPLATE, {"id": "o", "active": True})
    assert filled == {"resourceType": "Organization", "id": "o", "active": True}


def test_constants_that_wait_for_nothing_stay():
    template = {"resourceType": "Device", "id": "{id}", "status": "active", "type": {"text": "ECG"}}
    assert fill(template, {"id": "d"}) == {
        "resourceType": "Device",
        "id": "d",
        "status": "active",
        "type": {"text": "ECG"},
    }


def test_the_columns_of_a_template():
    assert columns(TEMPLATE) == {"id", "active", "name", "kind", "owner", "beds", "opened", "closed", "town"}
