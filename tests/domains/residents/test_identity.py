"""Identity numbers, case by case: `identity.csv` holds what is typed and which field is refused with which words."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tongmai.domains.residents import rules

TODAY = date(2025, 6, 30)
CASES = list(csv.DictReader(Path(__file__).with_name("identity.csv").read_text(encoding="utf-8").splitlines()))
DEMONSTRATION = {"meta": {"tag": [{"system": rules.DEMONSTRATION, "code": "yes"}]}}
WOMAN = CASES[0]["typed"]
REAL = CASES[-1]["typed"]


def faults(typed: str, birth: str, sex: str, focus: Mapping[str, object] = DEMONSTRATION) -> list[str]:
    fields = {"identity": typed, "birth": birth, "sex": sex}
    issues = rules.number_holds(focus, fields, TODAY) + rules.number_agrees(focus, fields, TODAY)
    return [f"{issue.where} {issue.words.zh}" for issue in issues]


@pytest.mark.parametrize("case", CASES, ids=[one["case"] for one in CASES])
def test_each_case_is_judged_at_its_field(case: dict[str, str]) -> None:
    found = faults(case["typed"], case["birth"], case["sex"])
    expected = case["faults"].split("|") if case["faults"] else []
    assert len(found) == len(expected), found
    for said, wanted in zip(found, expected, strict=True):
        field, words = wanted.split(" ")
        assert said.startswith(f"{field} "), said
        assert words in said


@pytest.mark.parametrize("case", [one for one in CASES if not one["faults"]], ids=lambda one: one["case"])
def test_however_it_is_typed_one_number_is_kept(case: dict[str, str]) -> None:
    told = rules.settled({}, {"identity": case["typed"], "name": "王秀兰"}, TODAY)
    assert told["number"] == rules.plain(case["typed"])
    assert len(told["number"]) == 18
    assert told["system"] == "urn:tongmai:synthetic-identity"


def test_outside_a_demonstration_a_real_number_goes_under_the_national_system() -> None:
    assert faults(REAL, "1980-06-07", "male", {}) == []
    told = rules.settled({}, {"identity": REAL, "name": "张三"}, TODAY)
    assert told["system"] == "urn:oid:2.16.156.10011.1.3"


@pytest.mark.parametrize("digit", range(17))
def test_one_wrong_digit_anywhere_is_noticed(digit: int) -> None:
    for other in "0123456789":
        if other != WOMAN[digit]:
            assert faults(WOMAN[:digit] + other + WOMAN[digit + 1 :], "1957-03-12", "female")


@pytest.mark.parametrize(
    ("name", "phone", "where"),
    [
        ("王秀兰", "13900000000", []), ("阿依古丽·哈德尔", "", []), ("阿依古丽•哈德尔", "0994-1234567", []),
        ("王", "", ["name"]), ("王2", "", ["name"]), ("王秀兰", "12345", ["phone"]),
        ("王秀兰", "１３９００００００００", []),
    ],
)  # fmt: skip
def test_names_and_phones(name: str, phone: str, where: list[str]) -> None:
    assert [one.where for one in rules.name_and_phone_hold({}, {"name": name, "phone": phone}, TODAY)] == where


def resident(number: str, name: str, id: str = "p") -> dict[str, object]:
    return {"id": id, "identifier": [{"system": rules.SYNTHETIC, "value": number}], "name": [{"text": name}]}


def test_who_bears_the_number_is_not_registered_again() -> None:
    fields = {"identity": WOMAN.lower(), "name": "李梅", "numbered": [], "alike": [resident(WOMAN, "李梅")]}
    (issue,) = rules.not_registered({}, fields, TODAY)
    assert (issue.kind, issue.where) == ("duplicate", "identity")
    assert issue.remedy is not None
    assert "查找居民" in issue.remedy.zh
    assert rules.told_apart({}, fields, TODAY) == [], "said once"


def test_a_namesake_of_the_same_day_is_confirmed() -> None:
    other = rules.plain(CASES[1]["typed"])
    fields = {"identity": WOMAN, "name": "李 梅", "alike": [resident(other, "李梅")]}
    assert rules.not_registered({}, fields, TODAY) == []
    (issue,) = rules.told_apart({}, fields, TODAY)
    assert issue.where == "another"
    assert rules.told_apart({}, {**fields, "another": "yes"}, TODAY) == []
    assert rules.told_apart({}, {**fields, "alike": [resident(other, "李梅梅")]}, TODAY) == []
