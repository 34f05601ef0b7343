"""The demonstration's cards: each step as declared, each clock by the rules, the signal as the rules would raise it."""

from datetime import date, datetime
from typing import Any

from tongmai.domains.surveillance.rules import due, in_time, judged, row_of, tally
from tongmai.domains.surveillance.workflows import CARD, SIGNAL
from tongmai.model.workflow import Workflow

Json = dict[str, Any]
FLOWS: dict[str, Workflow] = {CARD.id: CARD, SIGNAL.id: SIGNAL}
DAY = date(2025, 6, 30)


def parts(event: Json) -> dict[str, Any]:
    return {one["url"]: next((one[name] for name in one if name.startswith("value")), None)
            for one in event["extension"]}  # fmt: skip


def tasks(by_type: dict[str, list[Json]]) -> list[Json]:
    return [one for one in by_type["Task"] if one["code"]["coding"][0]["code"] in FLOWS]


def test_each_step_leads_from_state_to_state_as_declared(by_type: dict[str, list[Json]]) -> None:
    focuses = {f"{one['resourceType']}/{one['id']}": one
               for type in ("DiseaseCard", "EpidemicSignal") for one in by_type[type]}  # fmt: skip
    assert len(tasks(by_type)) == len(focuses)
    for task in tasks(by_type):
        flow = FLOWS[task["code"]["coding"][0]["code"]]
        events = [parts(one) for one in task["extension"]]
        assert events[0]["step"] == "start"
        last = flow.start
        for event in events[1:]:
            step = flow.step(event["step"])
            assert last in step.sources
            assert event["role"] in {role for role, _ in step.parties}
            last = step.after(last)
            assert event["after"] == last
        state = flow.state(last)
        assert (task["status"], task["businessStatus"]["text"]) == (state.status, state.title.zh)
        assert focuses[task["focus"]["reference"]]["state"] == last


def test_each_clock_is_what_the_rules_say_and_a_few_are_late(by_type: dict[str, list[Json]]) -> None:
    late = []
    for card in by_type["DiseaseCard"]:
        at = datetime.fromisoformat(card["diagnosed"])
        last, row = due(card["disease"], at), row_of(card["disease"], at)
        assert last is not None
        assert row is not None
        assert (datetime.fromisoformat(card["due"]), card["category"]) == (last, row["class"])
        reported = datetime.fromisoformat(card["reported"]) if "reported" in card else None
        late += [card["id"]] if reported and not in_time(last, reported) else []
    assert 1 <= len(late) <= 12
    now = datetime.fromisoformat("2025-06-30T10:04:00+08:00")
    owed = [one for one in by_type["DiseaseCard"] if one["state"] == "owed"]
    assert [one["id"] for one in owed if datetime.fromisoformat(one["due"]) < now] == ["card-missed"]


def test_the_signal_is_what_the_rules_find(by_type: dict[str, list[Json]]) -> None:
    signal = by_type["EpidemicSignal"][0]
    own = [one for one in by_type["DiseaseCard"] if one["county"] == signal["area"]]
    since = min(datetime.fromisoformat(one["diagnosed"]).date() for one in own)
    found = judged("brucellosis", tally(one for one in own if one["disease"] == "brucellosis"), DAY, since)
    assert found is not None
    assert (found.method, found.cases, found.limit) == (signal["method"], signal["cases"], signal["limit"])
    assert len(by_type["EpidemicSignal"]) == 1


def test_national_numbers_are_told_as_invented_and_stand_once(by_type: dict[str, list[Json]]) -> None:
    numbers = [one["national"] for one in by_type["DiseaseCard"] if "national" in one]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("演示") for number in numbers)
