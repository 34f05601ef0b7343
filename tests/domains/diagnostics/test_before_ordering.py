"""Before a test is ordered: recent results with their verdicts; a repeat has one of the six reasons; the ledger."""

from typing import Any

import pytest
from tests.domains.diagnostics.town import OTHER, TOWNSHIP, Town

from tongmai.base.outcome import Refused

MAKER = "sc-652328-laboratory"
POTASSIUM = {"item": "potassium", "centre": "laboratory", "performer": MAKER}
Json = dict[str, Any]


def result(id: str, day: str, item: str = "potassium", person: str = OTHER, maker: str = MAKER) -> Json:
    return {
        "resourceType": "DiagnosticReport",
        "id": id,
        "status": "final",
        "code": {"coding": [{"system": "urn:tongmai:examination", "code": item}]},
        "subject": {"reference": f"Patient/{person}"},
        "issued": f"{day}T09:00:00+08:00",
        "performer": [{"reference": f"Organization/{maker}"}],
        "conclusion": "血钾 4.1 mmol/L",
    }


def certificate(item: str, grade: int = 3, until: str = "2025-12-31") -> Json:
    return {
        "resourceType": "Certificate",
        "id": f"recognition-{item.replace('_', '-')}",
        "holder": {"reference": f"Organization/{MAKER}"},
        "standard": "recognition_item",
        "family": item,
        "grade": grade,
        "state": "certified",
        "period": {"start": "2025-01-01", "end": until},
    }


@pytest.fixture(scope="module")
def lab(loaded: Town) -> Town:
    """Potassium of three days ago from the county's certified laboratory; glucose too old, lipids without mark."""
    loaded.write(
        certificate("potassium"), certificate("glucose"), result("potassium-27", "2025-06-27"),
        result("glucose-20", "2025-06-20", "glucose"), result("lipids-29", "2025-06-29", "lipids"),
    )  # fmt: skip
    return loaded


def extension(focus: Json, name: str) -> list[dict[str, Any]]:
    found = [one["extension"] for one in focus.get("extension", ()) if one["url"] == f"urn:tongmai:{name}"]
    return [{part["url"]: next(v for k, v in part.items() if k != "url") for part in parts} for parts in found]


def begun(town: Town, **what: str) -> str:
    return town.start(person=OTHER, **{**POTASSIUM, **what})


def test_what_is_recognised_is_shown_before_ordering(lab: Town) -> None:
    shown = extension(lab.focus(begun(lab)), "recent")
    assert [(one["report"]["reference"], one["recognised"], one["rule"]) for one in shown] == [
        ("DiagnosticReport/potassium-27", True, "recognition.consortium")
    ]
    assert shown[0]["taken"] == "2025-06-27"
    assert shown[0]["conclusion"] == "血钾 4.1 mmol/L"


def test_a_recognised_result_is_used_and_its_saving_entered(lab: Town) -> None:
    task = begun(lab)
    assert lab.act("asks", task, "use", result="DiagnosticReport/potassium-27").state == "recognised"
    focus = lab.focus(task)
    assert focus["status"] == "revoked"
    entry = extension(focus, "recognition")[0]
    assert (entry["decision"], entry["cents"], entry["day"]) == ("recognised", 800, "2025-06-30")
    assert entry["maker"]["reference"] == f"Organization/{MAKER}"


def test_repeating_asks_for_one_of_the_six_reasons(lab: Town) -> None:
    task = begun(lab)
    with pytest.raises(Refused) as refused:
        lab.act("asks", task, "order")
    issue = refused.value.issues[0]
    assert (issue.kind, issue.where, issue.rule) == ("required", "reason", "recognition.must-not-repeat")
    with pytest.raises(Refused) as refused:
        lab.act("asks", task, "order", reason="convenience")
    assert refused.value.issues[0].kind == "code"
    with pytest.raises(Refused) as refused:
        lab.act("asks", task, "order", reason="other_need")
    assert refused.value.issues[0].where == "said"
    assert extension(lab.focus(task), "recognition") == []
    lab.act("asks", task, "order", reason="other_need", said="术前复核")
    entry = extension(lab.focus(task), "recognition")[0]
    assert (entry["decision"], entry["reason"], entry["cents"]) == ("repeated", "other_need", 800)


@pytest.mark.parametrize(
    ("item", "rule"), [("glucose", "recognition.validity"), ("lipids", "recognition.no-certificate")]
)
def test_what_is_not_recognised_is_ordered_freely_and_the_rule_is_kept(lab: Town, item: str, rule: str) -> None:
    task = begun(lab, item=item)
    with pytest.raises(Refused) as refused:
        lab.act("asks", task, "use", result=f"DiagnosticReport/{'glucose-20' if item == 'glucose' else 'lipids-29'}")
    assert refused.value.issues[0].rule == rule
    lab.act("asks", task, "order")
    entry = extension(lab.focus(task), "recognition")[0]
    assert (entry["decision"], entry["rule"]) == ("not_recognised", rule)


def test_a_first_test_leaves_no_row(lab: Town) -> None:
    task = begun(lab, item="hba1c")
    lab.act("asks", task, "order")
    assert extension(lab.focus(task), "recognition") == []


def test_another_persons_result_does_not_serve(lab: Town) -> None:
    lab.write(result("potassium-else", "2025-06-29", person="resident-652328204-0001"))
    with pytest.raises(Refused) as refused:
        lab.act("asks", begun(lab), "use", result="DiagnosticReport/potassium-else")
    assert refused.value.issues[0].rule == "recognition.item"


def test_the_doctors_look_is_told_by_the_audit(lab: Town) -> None:
    begun(lab)
    path = lab.house.settings["data"] / "audit" / "reads.jsonl"
    lines = [one for one in path.read_text(encoding="utf-8").splitlines() if "DiagnosticReport/potassium-27" in one]
    assert any('"actor":"asks"' in one and "diagnostics.read/start" in one for one in lines)
    assert lab.house.open("asks").actor.organization == TOWNSHIP
