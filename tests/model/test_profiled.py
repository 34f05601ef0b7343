"""A form takes from a profile what the profile says: nothing of it is written twice."""

from pathlib import Path

import pytest
from tests.model.profile_of_pressure import CHOICES, CODES, PROFILE, element

from tongmai.base.words import Words
from tongmai.domains import residents
from tongmai.domains.residents.pages import REGISTRATION
from tongmai.domains.residents.workflows import REGISTER
from tongmai.model.profiled import Profiled, as_terms, room_profile
from tongmai.model.workflow import Need

REGISTER_FILE = str(residents.__file__)
ROOM = Path(REGISTER_FILE).parent


def pressure() -> Profiled:
    return Profiled(PROFILE, [CODES, CHOICES])


def test_words_choices_and_whether_it_is_wanted_come_from_the_profile() -> None:
    arm = pressure().need("arm", "Observation.bodySite")
    assert (arm.title, arm.kind, arm.required) == (Words("上臂", "arm"), "code", False)
    assert arm.options == (("left", Words("左", "left")), ("right", Words("右", "right")))
    assert pressure().need("day", "Observation.effective[x]") == Need(
        "day", Words("测量日期", "measured on"), "date", required=True
    )


def test_units_bounds_and_lengths_come_from_the_profile() -> None:
    upper = pressure().asked("Observation.component:upper.value[x]")
    assert (upper.title, upper.unit, upper.kind, upper.required) == (
        Words("收缩压", "systolic"), "mmHg", "decimal", True,
    )  # fmt: skip
    assert pressure().field("upper", upper.id).title == Words("收缩压（mmHg）", "systolic (mmHg)")
    value = pressure().field("upper", f"{upper.id}.value")
    assert (value.low, value.high) == ("20", "300")
    note = pressure().column("note", "Observation.note.text")
    assert (note.longest, note.required, note.title.zh) == (20, False, "说明")


def test_what_a_profile_narrows_further_is_narrower_in_the_form() -> None:
    child = {**PROFILE, "url": "urn:x:child", "baseDefinition": PROFILE["url"], "differential": {"element": [
        element("Observation.bodySite", min=1), element("Observation.note.text", maxLength=10)]}}  # fmt: skip
    narrower = Profiled(child, [PROFILE, CODES, CHOICES])
    assert narrower.need("arm", "Observation.bodySite").required
    assert narrower.need("note", "Observation.note.text").longest == 10
    child["differential"]["element"][1]["maxLength"] = 30
    with pytest.raises(ValueError, match="30 characters are more than the 20 of its base"):
        _ = Profiled(child, [PROFILE, CODES, CHOICES]).tree


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("Observation.colour", "colour"),
        ("Observation.component:middle.value[x]", "has no slice middle"),
        ("Observation.component", "which one field cannot hold"),
        ("Observation.value[x]", "which one field cannot hold"),
    ],
)
def test_what_no_field_can_hold_is_named(id: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        pressure().need("x", id)


def test_what_may_not_be_given_is_not_asked_for() -> None:
    without = {**PROFILE, "differential": {"element": [element("Observation.bodySite", max="0")]}}
    with pytest.raises(ValueError, match="may not be given"):
        Profiled(without).need("arm", "Observation.bodySite")


def test_the_registration_of_a_resident_asks_what_its_profile_says() -> None:
    profile = room_profile(REGISTER_FILE, "Resident")
    needs = {need.name: need for need in REGISTER.needs}
    for name, id in (("name", "Patient.name.text"), ("identity", "Patient.identifier.value"), ("sex", "Patient.gender"),
                     ("birth", "Patient.birthDate"), ("phone", "Patient.telecom:phone.value")):  # fmt: skip
        asked = profile.asked(id)
        assert (needs[name].title, needs[name].required, needs[name].longest, needs[name].options) == (
            asked.title, asked.required, asked.longest, asked.options,
        )  # fmt: skip
    fields = {field.name: field for field in REGISTRATION.fields}
    assert fields["village"].required
    assert [code for code, _ in fields["key_group"].options] == ["elderly", "child", "pregnant", "chronic", "disabled"]
    assert fields["key_group"].options[1][1] == Words("0—6岁儿童", "child up to 6")


def test_a_table_without_words_is_no_code_system() -> None:
    folder = ROOM / "tables"
    assert [one["resourceType"] for one in as_terms(folder / "sexes.csv")] == ["CodeSystem", "ValueSet"]
    assert as_terms(ROOM.parent / "referral" / "tables" / "terms.csv") == []
