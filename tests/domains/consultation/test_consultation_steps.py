"""A consultation by its parties: what is refused on the way, who signs what, who sees whom and until when."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.consultation.conftest import CENTRE, HOSPITAL, SEATS, TCM, Parties
from tests.gathering import refused

from tongmai.base.outcome import Refused
from tongmai.domains.consultation import rules

CLOSE = {"advice": "adjust", "link": "fixed"}
BACK = {"used": "yes", "changed": "therapy", "outcome": "加用β受体阻滞剂"}


def test_from_the_request_to_what_became_of_it(parties: Parties) -> None:
    task = parties.scheduled("heart", paper=None, report_1="r1")
    parties.word("heart", task)
    parties.act("heart", task, "conclude", **CLOSE)
    assert parties.state(task) == "answered"
    with refused("未采纳的意见不能改变诊疗"):
        parties.act("doctor", task, "feed-back", **BACK | {"used": "no"})
    parties.act("doctor", task, "feed-back", **BACK)
    told = parties.focus(task)
    assert (told["state"], told["used"], told["changed"]) == ("closed", "yes", "therapy")
    assert told["opinionDue"] == "2025-07-02T10:00:00+08:00"  # a day after the agreed time
    made = next(parties.store.current("Consent")).resource()
    assert (made["patient"]["reference"], made["dateTime"]) == ("Patient/p1", "2025-06-30")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"paper": None}, "请附上会诊材料"),
        ({"report_1": "r2"}, "附带的报告不是该患者的"),
        ({"day": "2025-06-29"}, "会诊日期已过"),
        ({"time": None}, "请填写希望会诊的日期和时间"),
        ({"kind": "joint_clinic", "requester": HOSPITAL}, "由基层机构发起"),
        ({"kind": "emergency"}, "急会诊不约时间"),
        ({"kind": "nothing"}, "不在用"),
    ],
    ids=[
        "no materials",
        "another's report",
        "a day gone",
        "no time",
        "not at the base",
        "an emergency waits",
        "no kind",
    ],
)
def test_a_request_that_is_not_taken(parties: Parties, changes: dict[str, Any], words: str) -> None:
    actor = "heart" if changes.get("requester") == HOSPITAL else "doctor"
    with refused(words):
        parties.ask(actor, **changes)
    assert not list(parties.store.current("Task"))


def test_a_joint_clinic_is_asked_for_at_the_base(parties: Parties) -> None:
    assert parties.state(parties.ask(kind="joint_clinic")) == "submitted"


def test_another_time_is_offered_refused_and_agreed_to(parties: Parties) -> None:
    task = parties.ask()
    offer = {"day": "2025-07-02", "time": "15:00", "reason": "专家当日有手术"}
    with refused("至少 1 方参加"):
        parties.act("centre", task, "offer", **offer)
    parties.invite(task, "heart")
    with refused("与对方提出的时间相同"):
        parties.act("centre", task, "offer", **offer | {"day": "2025-07-01", "time": "10:00"})
    parties.act("centre", task, "offer", **offer)
    with pytest.raises(Refused):
        parties.act("centre", task, "agree")
    parties.act("doctor", task, "counter", day="2025-07-03", time="09:00", reason="患者当天不便")
    parties.act("centre", task, "offer", **offer | {"time": "16:30"})
    parties.act("doctor", task, "agree")
    told = parties.focus(task)
    assert (parties.state(task), told["agreed"]) == ("scheduled", "2025-07-02T16:30:00+08:00")
    assert told["note"] == ["专家当日有手术", "患者当天不便", "专家当日有手术"]


def test_returned_for_more_and_sent_to_another_centre(parties: Parties) -> None:
    task = parties.ask()
    parties.act("centre", task, "return", missing="请补充心脏超声")
    parties.act("doctor", task, "complete", paper=["心脏超声报告"])
    assert parties.focus(task)["paper"] == ["心电图纸一份", "心脏超声报告"]
    parties.act("centre", task, "redirect", alternative=f"Organization/{HOSPITAL}", reason="专科在该院")
    with pytest.raises(Refused):
        parties.act("centre", task, "accept")


def test_closed_only_when_all_have_signed_the_last_wording(parties: Parties) -> None:
    task = parties.scheduled("heart", "herbs", kind="mdt")
    with refused("还没有会诊意见可签"):
        parties.sign("herbs", task)
    with pytest.raises(Refused):
        parties.act("stranger", task, "word", specialty="cardiology", opinion="x")
    with refused("没有被邀请的这一专科"):
        parties.act("heart", task, "word", specialty="tcm_internal", opinion="x")
    parties.word("heart", task, "第一稿")
    with refused("还有 1 方未签署：中医内科"):
        parties.act("heart", task, "conclude", **CLOSE)
    parties.sign("herbs", task)
    parties.word("heart", task, "第二稿")  # to be signed anew
    with refused("还有 1 方未签署：中医内科"):
        parties.act("centre", task, "conclude", **CLOSE)
    parties.sign("herbs", task)
    parties.act("centre", task, "conclude", **CLOSE)
    told = parties.focus(task)
    assert [one["text"] for one in told["wording"]] == ["第一稿", "第二稿"]  # no draft is lost
    assert [one["wording"] for one in told["signature"]] == [1, 1, 2, 2]


def test_nobody_signs_for_two_seats(parties: Parties) -> None:
    task = parties.scheduled("heart", "nerve", kind="mdt")
    parties.word("heart", task)
    with refused("一人只签一方"):
        parties.act("heart", task, "sign", specialty="neurology")
    parties.sign("nerve", task)
    with refused("已签署这一稿"):
        parties.sign("nerve", task)


def test_chinese_and_western_medicine_both_sit(parties: Parties) -> None:
    task = parties.ask(kind="chinese_western")
    parties.invite(task, "heart", "nerve")
    with refused("须中医、西医双方参加"):
        parties.act("centre", task, "accept")
    parties.invite(task, "herbs")
    parties.act("centre", task, "accept")
    seat = {"institution": f"Organization/{TCM}", "specialty": "tcm_internal", "reason": "外出"}
    with refused("须中医、西医双方参加"):
        parties.act("centre", task, "excuse", **seat)
    parties.act("centre", task, "excuse", institution=f"Organization/{HOSPITAL}", specialty="neurology", reason="手术")
    parties.word("heart", task)
    parties.sign("herbs", task)
    parties.act("heart", task, "conclude", **CLOSE)  # whoever was excused need not sign


def test_who_takes_part_sees_the_patient_until_the_opinion_is_closed(parties: Parties) -> None:
    task = parties.ask(kind="mdt")
    parties.invite(task, "heart", "herbs")

    def sees(who: str) -> bool:
        try:
            return bool(parties.open(who).read("Patient", "p1"))
        except Refused:
            return False

    assert not sees("heart")
    assert not sees("centre")
    parties.act("centre", task, "accept")
    assert sees("heart")
    assert sees("herbs")
    assert not sees("centre")
    assert not sees("stranger")
    parties.word("heart", task)
    parties.sign("herbs", task)
    parties.wait(hours=1)
    parties.act("heart", task, "conclude", **CLOSE)
    parties.wait(minutes=1)
    assert not sees("heart")
    assert not sees("herbs")


def test_an_emergency_goes_first_and_its_consent_follows(parties: Parties) -> None:
    task = parties.ask(kind="emergency", day=None, time=None, paper=None)
    due = {one.step.name: one.due for one in parties.flows.choices(parties.open("centre"), task)}["accept"]
    assert due is not None
    assert (due - parties.clock.now()).total_seconds() == 600
    parties.invite(task, "heart")
    parties.act("centre", task, "accept")
    parties.invite(task, "herbs", step="invite-more")
    assert parties.open("herbs").read("Patient", "p1").id == "p1"
    parties.word("heart", task)
    parties.sign("herbs", task)
    parties.act("heart", task, "conclude", **CLOSE)
    with refused("还没有补办知情同意"):
        parties.act("doctor", task, "feed-back", **BACK)
    parties.act("doctor", task, "paper", consent_by="family", consent_how="spoken", consent_on="2025-06-30")
    parties.act("doctor", task, "feed-back", **BACK)
    assert parties.state(task) == "closed"


def test_a_teaching_session_has_its_roster(parties: Parties) -> None:
    focus = {"resourceType": "TeachingSession", "host": {"reference": f"Organization/{CENTRE}"}, "area": "652300000000",
             "title": "心电图判读", "specialty": "cardiology", "speaker": "某主任", "link": "fixed"}  # fmt: skip
    with refused("日期已过"):
        parties.flows.start(parties.open("centre"), "consultation.teaching",
                            focus | {"planned": "2025-06-29T15:00:00+08:00"})  # fmt: skip
    begun = parties.flows.start(parties.open("centre"), "consultation.teaching",
                                focus | {"planned": "2025-07-01T15:00:00+08:00"})  # fmt: skip
    task = begun.task.id
    with refused("2025-07-01 当天才能开始"):
        parties.act("centre", task, "open")
    parties.wait(days=1)
    parties.act("centre", task, "open")
    with refused("还没有人签到"):
        parties.act("centre", task, "close", summary="完成")
    parties.act("doctor", task, "sign-in")
    with refused("您已签到"):
        parties.act("doctor", task, "sign-in")
    parties.act("heart", task, "sign-in")
    parties.act("centre", task, "close", summary="十二导联判读")
    assert [one["person"]["reference"] for one in parties.focus(task)["attendance"]] == [
        "Practitioner/dr-town", "Practitioner/dr-heart",
    ]  # fmt: skip


PEOPLE = {"heart": "dr-heart", "nerve": "dr-nerve", "herbs": "dr-herbs", "double": "dr-heart"}
ASKED = {**SEATS, "double": (HOSPITAL, "neurology")}
DEEDS = st.lists(st.tuples(st.sampled_from(("word", "sign")), st.sampled_from(sorted(ASKED))), max_size=14)


@given(st.sets(st.sampled_from(sorted(SEATS)), min_size=1), DEEDS)
def test_closed_means_that_each_seat_signed_the_last_wording_by_its_own_person(
    invited: set[str], deeds: list[tuple[str, str]]
) -> None:
    """Whatever is tried in whatever order: only what the conditions let pass is written."""
    focus: dict[str, Any] = {"seat": [_entry(*SEATS[who]) for who in sorted(invited)], "wording": [], "signature": []}
    today = date(2025, 6, 30)
    for verb, who in deeds:
        institution, specialty = ASKED[who]
        fields = {"organization": institution, "specialty": specialty, "actor": f"Practitioner/{PEOPLE[who]}"}
        fits = rules.FUNCTIONS["consult_wording_fits" if verb == "word" else "consult_sign_fits"]
        if fits(focus, fields, today):
            continue
        if verb == "word":
            focus["wording"].append({"number": len(focus["wording"]) + 1})
        focus["signature"].append(
            {**_entry(institution, specialty), "by": {"reference": fields["actor"]}, "wording": len(focus["wording"])}
        )
    if not rules.FUNCTIONS["consult_all_signed"](focus, {}, today):
        last = [one for one in focus["signature"] if one["wording"] == len(focus["wording"])]
        signed = {(one["organization"]["reference"], one["specialty"]) for one in last}
        assert signed == {(f"Organization/{SEATS[who][0]}", SEATS[who][1]) for who in invited}
        assert len({one["by"]["reference"] for one in last}) == len(last) == len(invited)


def _entry(institution: str, specialty: str) -> dict[str, Any]:
    return {"organization": {"reference": f"Organization/{institution}"}, "specialty": specialty}
