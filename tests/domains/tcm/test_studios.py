"""A technique performed leaves a procedure with its class; a studio has a master, apprentices, plans, assessments."""

from tests.domains.tcm.conftest import HOSPITAL, TOWN, Parties
from tests.gathering import refused

from tongmai.fhir.lens import fill

STUDIO = {"institution": HOSPITAL, "area": "652300000000", "title": "顾氏内科传承工作室", "level": "prefecture",
          "master": "dr-herbs", "field": "脾胃病"}  # fmt: skip
PLAN = {"year": 2025, "days": 40, "text": "跟师出诊"}
DONE = {"year": 2025, "text": "完成"}


def test_each_session_of_a_course_is_a_procedure(parties: Parties) -> None:
    row = {
        "technique": "moxa_stick",
        "resident": "p1",
        "name": "王某",
        "performer": TOWN,
        "reason": "膝痛",
        "plan": "十次",
    }
    focus = fill(parties.templates["tcm_treatment"], row)
    task = parties.flows.start(parties.open("doctor"), "tcm.treatment", focus, then=("perform", {})).task.id
    parties.act("doctor", task, "perform")
    parties.act("doctor", task, "finish", effect="好转")
    made = [one.resource() for one in parties.store.current("Procedure")]
    assert len(made) == 2
    assert {one["code"]["coding"][1]["code"] for one in made} == {"moxibustion"}
    assert made[0]["performer"][0]["onBehalfOf"]["reference"] == f"Organization/{TOWN}"
    with refused("不在今天的目录内"):
        parties.flows.start(
            parties.open("doctor"), "tcm.treatment", fill(parties.templates["tcm_treatment"], row | {"technique": "x"})
        )


def founded(parties: Parties) -> str:
    task = parties.flows.start(parties.open("herbs"), "tcm.studio", fill(parties.templates["studio"], STUDIO)).task.id
    parties.act("planner", task, "found", document="昌州传承〔2025〕1号", since="2025-01-10")
    return task


def test_a_year_of_a_studio(parties: Parties) -> None:
    task = founded(parties)
    with refused("该年度没有计划"):
        parties.act("planner", task, "assess", result="passed", days=40, **DONE)
    parties.act("herbs", task, "plan", **PLAN)
    with refused("该年度计划已有"):
        parties.act("herbs", task, "plan", **PLAN)
    with refused("还没有继承人"):
        parties.act("planner", task, "assess", result="passed", days=40, **DONE)
    with refused("指导老师不能同时为继承人"):
        parties.act("herbs", task, "take-on", person="Practitioner/dr-herbs", since="2025-02-01")
    parties.act("herbs", task, "take-on", person="Practitioner/dr-young", since="2025-02-01")
    with refused("已是继承人"):
        parties.act("herbs", task, "take-on", person="Practitioner/dr-young", since="2025-02-01")
    with refused("带教 39 天，少于计划的 40 天"):
        parties.act("planner", task, "assess", result="passed", days=39, **DONE)
    parties.act("planner", task, "assess", result="partly", days=39, **DONE)
    with refused("该年度已考核"):
        parties.act("planner", task, "assess", result="passed", days=40, **DONE)
    parties.act("planner", task, "end", until="2025-06-30", reason="期满")
    assert parties.state(task) == "ended"


def test_a_master_works_where_the_studio_is(parties: Parties) -> None:
    with refused("没有岗位"):
        parties.flows.start(
            parties.open("herbs"), "tcm.studio", fill(parties.templates["studio"], STUDIO | {"master": "dr-away"})
        )
