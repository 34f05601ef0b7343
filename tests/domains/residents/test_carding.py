"""The health card: issued, shown as a QR, used once at a visit, lost and replaced; two credentials equal to it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, get_ident
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clients.web.conftest import Visitor
from tests.domains.residents.conftest import Visit
from tests.domains.residents.town import LI, TOWN, WANG

from tongmai.base.ids import digest, new_token
from tongmai.base.outcome import Refused
from tongmai.domains.residents.rules import FUNCTIONS
from tongmai.house import House

TOGETHER = 4
OWN, ARRIVAL = "/my-record/card", "/arrivals"
NUMBER = "65239919570312002X"
SHOWN = re.compile(r'class="qr-text">([0-9A-Z ]+)<')


def kept(house: House, type: str) -> list[dict[str, object]]:
    return [one.resource() for one in house.store.current(type)]


def asked(visit: Visit) -> Visitor:
    return visit("resident").open(OWN).send(OWN, _act="ask-for-card")


def token(visit: Visit) -> str:
    """What stands below the QR that the resident shows now."""
    drawn = visit("resident").open(OWN).send(OWN, _act="search").page
    assert "<svg" in drawn
    return SHOWN.search(drawn)[1]  # type: ignore[index]


def arrives(visit: Visit, credential: str, code: str, person: str = "clinician"):  # type: ignore[no-untyped-def]
    return visit(person).open(ARRIVAL).send(ARRIVAL, _act="arrive", credential=credential, code=code)


def credential_of(one: dict[str, object]) -> list[str]:
    return [part["valueCode"] for part in one.get("extension", ()) if part["url"] == "urn:tongmai:credential"]  # type: ignore[attr-defined]


def test_issued_shown_used_once(visit: Visit, house: House) -> None:
    asked(visit)
    (card,) = kept(house, "HealthCard")
    assert (card["subject"], card["state"], card["issued"]) == (
        {"reference": f"Patient/{WANG}"}, "active", "2025-06-30")  # fmt: skip
    before = house.store.last_change()
    assert "qr-text" not in visit("resident").open(OWN).page
    assert house.store.last_change() == before  # to open the page shows nothing and writes nothing
    code = token(visit)
    (card,) = kept(house, "HealthCard")
    assert card["digest"] == digest(code)
    arrived = arrives(visit, "health_card", code)
    assert "就诊中" in arrived.text
    made = [one for one in kept(house, "Encounter") if "health_card" in credential_of(one)]
    assert [one["subject"] for one in made] == [{"reference": f"Patient/{WANG}"}]
    again = arrives(visit, "health_card", code)
    assert "这个二维码已经用过一次" in again.text
    assert "重新出示" in again.text
    plain = code.replace(" ", "").encode()
    for type in ("HealthCard", "Encounter", "Task", "Provenance"):
        assert not any(plain in one.body or code.encode() in one.body for one in house.store.current(type))


def test_two_who_take_one_code_at_once_open_one_visit(visit: Visit, house: House) -> None:
    """Each has looked before another writes: the store takes the first, and the others look again."""
    asked(visit)
    code = token(visit)
    ready, met = Barrier(TOGETHER), set[int]()
    submit = house.store.submit

    def together(changes: Any) -> Any:
        if get_ident() not in met:  # who looks again waits for nobody
            met.add(get_ident())
            ready.wait(20)
        return submit(changes)

    house.store.submit = together  # type: ignore[method-assign]

    def arrive(_: int) -> str:
        focus = {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "AMB"},
                 "serviceProvider": {"reference": f"Organization/{TOWN}"}}  # fmt: skip
        shown = {"credential": "health_card", "code": code}
        try:
            house.workflows.start(house.open("clinician"), "residents.visit", focus, None, ("arrive", shown))
        except Refused as refused:
            return refused.issues[0].words.zh
        return "opened"

    with ThreadPoolExecutor(TOGETHER) as people:
        endings = sorted(people.map(arrive, range(TOGETHER)))
    house.store.submit = submit  # type: ignore[method-assign]
    assert endings == ["opened"] + ["这个二维码已经用过一次"] * (TOGETHER - 1)
    assert len([one for one in kept(house, "Encounter") if credential_of(one)]) == 1


def test_showing_it_is_no_change_that_the_reader_has_not_seen(visit: Visit, house: House) -> None:
    """A page that calls for a reload would end what it just showed."""
    asked(visit)
    drawn = visit("resident").open(OWN).send(OWN, _act="search").page
    since = re.search(r'data-live="[^"]*since=(\d+)"', drawn)
    assert since
    assert int(since[1]) == house.store.last_change()


def test_what_opens_no_more_says_the_way_out(visit: Visit, house: House) -> None:
    asked(visit)
    first, second = token(visit), token(visit)
    assert "不是当前有效的健康卡二维码" in arrives(visit, "health_card", first).text
    house.clock.at += timedelta(minutes=5)  # type: ignore[attr-defined]
    assert "这个二维码已过期" in arrives(visit, "health_card", second).text
    third = token(visit)
    me = visit("resident").open(OWN)
    me.open(f"/health-cards/{kept(house, 'HealthCard')[0]['id']}")
    assert "二维码摘要" not in me.text
    me.step("lose", _act="lose", note="巴扎上丢失")
    assert "已挂失" in me.text
    refused = arrives(visit, "health_card", third)
    assert "这张卡已挂失" in refused.text
    assert "医保码或身份证" in refused.text
    assert "qr-text" not in visit("resident").open(OWN).send(OWN, _act="search").page
    asked(visit)
    assert sorted(str(one["state"]) for one in kept(house, "HealthCard")) == ["active", "lost"]
    assert "就诊中" in arrives(visit, "health_card", token(visit)).text


def test_one_card_in_force(visit: Visit, house: House) -> None:
    page = f"/card-of/{WANG}"
    visit("clinician").open(page).send(page, _act="issue-card")
    (card,) = kept(house, "HealthCard")
    assert card["institution"] == {"reference": f"Organization/{TOWN}"}
    second = asked(visit)
    assert "已有一张有效的健康卡" in second.text
    assert "先在卡片页面挂失" in second.text
    assert len(kept(house, "HealthCard")) == 1
    registrar = visit("clinician").open(f"/health-cards/{card['id']}")
    registrar.step("lose", _act="lose", note="居民电话报失")
    assert kept(house, "HealthCard")[0]["lost"] == "2025-06-30"


@pytest.mark.parametrize("credential", ["insurance_code", "identity_card", "health_card"])
def test_three_credentials_open_the_same_record(visit: Visit, house: House, credential: str) -> None:
    asked(visit)
    code = token(visit) if credential == "health_card" else NUMBER
    arrived = arrives(visit, credential, code)
    assert (arrived.status, "就诊中" in arrived.text) == (200, True)
    (made,) = [one for one in kept(house, "Encounter") if credential_of(one)]
    assert (made["subject"], credential_of(made)) == ({"reference": f"Patient/{WANG}"}, [credential])
    rows = [one for one in kept(house, "CareTeam") if one["id"] != "circle-1"]
    assert [one["subject"] for one in rows] == [{"reference": f"Patient/{WANG}"}]
    assert not any(NUMBER.encode() in one.body for type in ("Task", "Encounter") for one in house.store.current(type))


def test_the_visit_opens_a_record_and_its_end_closes_it(visit: Visit, house: House) -> None:
    doctor = visit("clinician")
    assert doctor.open(f"/residents/{LI}").status == 403
    doctor = arrives(visit, "identity_card", "652399198802290116")
    place = doctor.at
    assert visit("clinician").open(f"/residents/{LI}").status == 200
    doctor.open(place).step("finish", _act="finish")
    assert "已结束" in doctor.text
    house.clock.at += timedelta(minutes=1)  # type: ignore[attr-defined]
    assert visit("clinician").open(f"/residents/{LI}").status == 403


def test_nobody_else_resolves_a_code(visit: Visit, house: House) -> None:
    asked(visit)
    code = token(visit)
    for person in ("specialist", "record-keeper", "resident"):
        arrives(visit, "health_card", code, person)
    assert not [one for one in kept(house, "Encounter") if credential_of(one)]
    unknown = arrives(visit, "identity_card", "652399199001010078")
    assert "没有登记此号码的居民" in unknown.text


MOMENT = "2025-06-30T09:00:00+08:00"
DEEDS = st.lists(st.sampled_from(["show", "use", "use the one before", "wait", "lose", "issue"]), max_size=25)


@given(DEEDS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_token_opens_twice_or_after_its_end(deeds: list[str]) -> None:
    """Whatever happens in whatever order: a token opens once at most, within its minutes, while it is the last one
    shown of a card in force."""
    opens, shown = FUNCTIONS["credential_opens"], FUNCTIONS["card_shown"]
    from_start, cards, tokens, used = timedelta(0), [], [], []  # type: ignore[var-annotated]
    begun = datetime.fromisoformat(MOMENT)
    day = begun.date()
    for deed in deeds:
        now = begun + from_start
        if deed == "issue" and not any(one["state"] == "active" for one in cards):
            cards.append({"id": str(len(cards)), "state": "active", "subject": {"reference": f"Patient/{WANG}"}})
        elif deed == "wait":
            from_start += timedelta(minutes=3)
        elif deed == "lose" and cards:
            cards[-1]["state"] = "lost"
        elif deed == "show" and cards and cards[-1]["state"] == "active":
            tokens.append((new_token(), now, cards[-1]))
            cards[-1] |= {"digest": digest(tokens[-1][0]), **shown({}, {"now": now.isoformat()}, day)}
        elif deed.startswith("use") and len(tokens) >= (2 if "before" in deed else 1):
            code, at, card = tokens[-2 if "before" in deed else -1]
            fields = {
                "credential": "health_card", "code": code.lower(), "now": now.isoformat(), "numbered": [],
                "cards": [one for one in cards if one.get("digest") == digest(code)],
                "spent": [one for one in used if one == digest(code)],
            }  # fmt: skip
            may = (
                digest(code) not in used and now < at + timedelta(minutes=5) and card["state"] == "active"
                and card["digest"] == digest(code)
            )  # fmt: skip
            issues = opens({}, fields, day)
            assert (not issues) == may
            assert all(one.where == "code" and one.remedy for one in issues)
            used += [digest(code)] if may else []
