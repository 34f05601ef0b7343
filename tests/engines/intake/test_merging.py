"""A changed row changes what it shows, and nothing else."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tongmai.engines.intake.merging import carry
from tongmai.fhir.lens import fill

LENS = {
    "resourceType": "Organization", "id": "{id}", "active": "{active}", "name": "{name}",
    "extension": [{"url": "u:tier", "valueCode": "{tier}"}, {"url": "u:from", "valuePeriod": {"start": "{start}"}}],
    "identifier": [{"system": "s:code", "value": "{code}"}],
    "type": [{"coding": [{"system": "s:kind", "code": "{kind}"}]}],
    "partOf": {"reference": "Organization/{owner}"},
}  # fmt: skip
COLUMNS = ("active", "name", "tier", "start", "code", "kind", "owner")
EXTRA: dict[str, Any] = {
    "alias": ["老名字"],
    "telecom": [{"system": "phone", "value": "1"}],
    "extension": [{"url": "u:other", "valueString": "kept"}],
    "identifier": [{"system": "s:licence", "value": "L1"}],
    "type": [{"coding": [{"system": "s:else", "code": "7"}]}],
}
rows = st.fixed_dictionaries({name: st.one_of(st.none(), st.sampled_from(["a", "b", "c"])) for name in COLUMNS}).map(
    lambda row: {**row, "id": "x"}
)


def laden(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource with things in it that no lens of ours writes."""
    return {
        **resource,
        **{name: [*more, *resource.get(name, [])] for name, more in EXTRA.items()},
    }


def without_extra(resource: dict[str, Any]) -> dict[str, Any]:
    left = {
        name: [item for item in value if item not in EXTRA[name]] if name in EXTRA else value
        for name, value in resource.items()
    }
    return {name: value for name, value in left.items() if value != []}


def in_order(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value, key=repr) if isinstance(value, list) else value for name, value in resource.items()}


@given(before=rows, after=rows)
@settings(max_examples=300)
def test_the_row_is_written_and_the_rest_stays(before: dict[str, Any], after: dict[str, Any]) -> None:
    kept = laden(fill(LENS, before))
    result = carry(kept, fill(LENS, before), fill(LENS, after))
    assert all(item in result[name] for name, more in EXTRA.items() for item in more)
    assert in_order(without_extra(result)) == in_order(fill(LENS, after))


def test_a_coding_beside_ours_stays_with_ours() -> None:
    kept = {"type": [{"coding": [{"system": "s:else", "code": "7"}, {"system": "s:kind", "code": "a"}], "text": "甲"}]}
    one, other = ({"type": [{"coding": [{"system": "s:kind", "code": code}]}]} for code in "ab")
    coding = carry(kept, one, other)["type"][0]["coding"]
    assert coding == [{"system": "s:else", "code": "7"}, {"system": "s:kind", "code": "b"}]


def test_plain_lists_are_matched_by_what_they_hold() -> None:
    assert carry(["x", "a", "b"], ["a"], ["c"]) == ["x", "c", "b"]
    assert carry(["a"], ["a"], ["a", "b"]) == ["a", "b"]
    assert carry(["a", "b"], ["a", "b"], ["a"]) == ["a"]
