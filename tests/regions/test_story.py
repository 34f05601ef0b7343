"""The tour's figures, counted by hand from the raw resources with paths written here."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from tongmai.regions.demonstration import SEED
from tongmai.regions.demonstration.residents import Home, contracts
from tongmai.regions.demonstration.story import read_story
from tongmai.regions.region import Region

Json = dict[str, Any]
DAY, YEAR_AGO, MONTH = "2025-06-30", "2024-06-30", "2025-06"
CENTRES = {"laboratory", "imaging", "ecg"}
T06 = {"652301": 9, "652302": 6, "652323": 6, "652324": 11, "652325": 15, "652327": 9, "652328": 7}
TOWNSHIPS = {"652301": 10, "652302": 7, "652323": 7, "652324": 11, "652325": 16, "652327": 10, "652328": 11}


def _extension(resource: Json, name: str) -> Any:
    for one in resource.get("extension", ()):
        if one["url"] == f"urn:tongmai:{name}":
            return next(value for key, value in one.items() if key != "url")
    return None


def _of_kind(by_type: dict[str, list[Json]], kind: str) -> dict[str, Json]:
    return {one["id"]: one for one in by_type["Organization"] if one["type"][0]["coding"][0]["code"] == kind}


def _target(reference: Json) -> str:
    return str(reference["reference"]).split("/")[1]


def _using(by_type: dict[str, list[Json]], first: str, last: str) -> set[str]:
    used: dict[str, set[str]] = defaultdict(set)
    for report in by_type["DiagnosticReport"]:
        if first <= report["issued"][:10] <= last:
            used[_target(_extension(report, "asked-by"))].add(report["category"][0]["coding"][0]["code"])
    return {id for id, centres in used.items() if centres == CENTRES and id.startswith("th-")}


def _by_county(ids: set[str], institutions: dict[str, Json]) -> dict[str, int]:
    return dict(Counter(_extension(institutions[id], "village")[:6] for id in ids))


def test_63_of_72_use_the_three_centres_in_june(by_type: dict[str, list[Json]]) -> None:
    townships = _of_kind(by_type, "township_hospital")
    assert len(townships) == 72
    using = _using(by_type, "2025-06-01", DAY)
    assert _by_county(using, townships) == T06
    assert len(using) == 63


def test_a_year_tells_the_same_as_june(by_type: dict[str, list[Json]]) -> None:
    townships = _of_kind(by_type, "township_hospital")
    assert _by_county(_using(by_type, "2024-07-01", DAY), townships) == T06


def test_short_by_two_in_all_and_by_five_county_by_county() -> None:
    needed = {county: -(-total * 9 // 10) for county, total in TOWNSHIPS.items()}
    assert -(-72 * 9 // 10) - sum(T06.values()) == 2
    assert sum(max(0, needed[county] - T06[county]) for county in T06) == 5


def test_the_number_of_users_never_falls(by_type: dict[str, list[Json]]) -> None:
    months = [f"2024-{month:02d}" for month in range(1, 13)] + [f"2025-{month:02d}" for month in range(1, 7)]
    counts = [len(_using(by_type, f"{month}-01", f"{month}-31")) for month in months]
    assert counts == sorted(counts)
    assert counts[-1] == counts[-2] + 1


def test_72_stations_stand_and_68_work(by_type: dict[str, list[Json]]) -> None:
    stations = _of_kind(by_type, "emergency_station")
    assert len({_target(one["partOf"]) for one in stations.values()}) == 72
    rostered = {
        _target(one["organization"])
        for one in by_type["PractitionerRole"]
        if one["code"][0]["coding"][0]["code"] == "emergency_station"
        and one["period"]["start"] <= DAY <= one["period"].get("end", "9999")
    }
    operating = {
        _target(one["serviceProvider"])
        for one in by_type["Encounter"]
        if one["class"]["code"] == "EMER" and YEAR_AGO < one["period"]["start"][:10] <= DAY
    }
    working = set(stations) & rostered & operating
    assert len(working) == 68
    short = Counter(TOWNSHIPS) - Counter(_by_county(working, stations))
    assert dict(short) == {"652301": 1, "652324": 1, "652325": 1, "652328": 1}
    # one lacks the roster, one let it end, two did not go out
    assert len(set(stations) - rostered) == 2
    assert len(set(stations) - operating) == 2


def test_counties_report_all_72_stations(by_type: dict[str, list[Json]]) -> None:
    told = [one for one in by_type["ReportedValue"] if one["target"] == "T12"]
    assert {one["area"][:6]: (one["numerator"], one["denominator"]) for one in told} == {
        county: (count, count) for county, count in TOWNSHIPS.items()
    }
    assert {one["period"] for one in told} == {MONTH}
    assert {one["state"] for one in told} == {"prefecture_review"}


def test_some_reported_figures_differ_from_the_records(by_type: dict[str, list[Json]]) -> None:
    told = {one["area"][:6]: one["numerator"] for one in by_type["ReportedValue"] if one["target"] == "T06"}
    assert {county for county in T06 if told[county] != T06[county]} == {"652323", "652328"}


def test_contracts_rise_in_most_counties_but_one(by_type: dict[str, list[Json]]) -> None:
    home = {one["id"]: _extension(one, "village")[:6] for one in by_type["Patient"]}
    key = {one["id"] for one in by_type["Patient"] if _extension(one, "key-group")}

    def covered(day: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for one in by_type["CarePlan"]:
            if one["period"]["start"] <= day <= one["period"]["end"]:
                person = _target(one["subject"])
                found[home[person]].add(person)
        return found

    before, after = covered(YEAR_AGO), covered(DAY)
    assert {county for county in TOWNSHIPS if len(after[county]) <= len(before[county])} == {"652324"}
    assert all(len(after[county] & key) > len(before[county] & key) for county in TOWNSHIPS)


@pytest.mark.parametrize("told", range(0, 60, 7))
def test_who_is_told_of_signs_however_many_residents_there_are(told: int, region: Region) -> None:
    """At 100,000 residents the resident of the tour was among those who did not sign: her record was closed."""
    homes = [Home({"id": f"resident-{one:04d}", "key_group": "elderly" if one % 3 else None}, "", "652328102000",
                  "652328000000", 66) for one in range(60)]  # fmt: skip
    teams, story = {"652328102000": "th-652328102"}, read_story(region)
    plain = contracts(homes, SEED, story, teams, ())
    ours = contracts(homes, SEED, story, teams, (homes[told].row["id"],))
    assert [one["state"] for one in ours if one["person"] == homes[told].row["id"]] == ["completed", "active"]
    for state in ("completed", "active"):
        assert len([one for one in ours if one["state"] == state]) == len(
            [one for one in plain if one["state"] == state]
        )


def test_visits_a_head_are_the_national_mean(by_type: dict[str, list[Json]]) -> None:
    seen = [one for one in by_type["Encounter"] if one["class"]["code"] != "EMER"]
    a_year = sum(one["period"]["start"] < "2025" for one in seen) / len(by_type["Patient"])
    assert 6.4 < a_year < 7.2


def test_primary_care_takes_a_larger_share(by_type: dict[str, list[Json]]) -> None:
    primary = {
        id
        for kind in ("village_room", "township_hospital", "community_centre", "community_station")
        for id in _of_kind(by_type, kind)
    }

    def share(first: str, last: str) -> float:
        seen = [
            one
            for one in by_type["Encounter"]
            if one["class"]["code"] != "EMER" and first <= one["period"]["start"][:10] <= last
        ]
        return sum(_target(one["serviceProvider"]) in primary for one in seen) / len(seen)

    assert share("2024-07-01", DAY) > share("2024-01-01", "2024-12-31")


def test_teams_are_counted_by_certified_members(by_type: dict[str, list[Json]]) -> None:
    certified = {
        one["id"]
        for one in by_type["Practitioner"]
        for qualification in one.get("qualification", ())
        if qualification["code"]["coding"][0]["code"] == "emergency_response"
        and qualification["period"]["start"] <= DAY <= qualification["period"]["end"]
    }
    members = Counter(
        _target(one["organization"])
        for one in by_type["PractitionerRole"]
        if one["code"][0]["coding"][0]["code"] == "emergency_team" and _target(one["practitioner"]) in certified
    )
    assert members["team-652300"] == 32
    assert {county: members[f"team-{county}"] for county in TOWNSHIPS} == {
        "652301": 15,
        "652302": 14,
        "652323": 12,
        "652324": 14,
        "652325": 15,
        "652327": 13,
        "652328": 13,
    }


def test_347_nurses_short_41_posts_free_and_12_lent(by_type: dict[str, list[Json]]) -> None:
    """3.6 a thousand of 1,613,585 residents are 5,809 nurses; 5,462 have licence and post."""
    licensed = {
        one["id"]
        for one in by_type["Practitioner"]
        for held in one.get("qualification", ())
        if held["code"]["coding"][0]["code"] == "nurse"
        and held["period"]["start"] <= DAY <= held["period"].get("end", "9999")
    }
    in_post = {
        _target(one["practitioner"])
        for one in by_type["PractitionerRole"]
        if one["period"]["start"] <= DAY <= one["period"].get("end", "9999")
    }
    assert -(-1_613_585 * 36 // 10_000) - len(licensed & in_post) == 347
    lent = [one for one in by_type["PostLoan"] if one["state"] in ("lent", "staffed", "returning")]
    out = {_target(one["post"]) for one in lent}
    assert len(lent) == len(out) == 12
    assert all(one["period"]["end"] for one in lent)
    assert len({one["id"] for one in by_type["PoolPost"]} - out) == 41
    assert sum(one["period"]["end"] < DAY for one in lent) == 1


def test_nobody_in_the_demonstration_sits_on_two_full_posts(by_type: dict[str, list[Json]]) -> None:
    seats = [
        _target(one["practitioner"])
        for one in by_type["PractitionerRole"]
        if _extension(one, "tenure") in ("established", "pool")
    ]
    assert len(seats) == len(set(seats))
