"""Everybody does anything at any time, for thousands of steps: what must never happen never happens.

No second live request of a patient at an institution; no step that is refused changes anything; no state without its
event; nothing under way without somebody who may take the next step; nobody treated without feedback and follow-up; a
slot is busy exactly while some referral holds it.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from tests.domains.referral.conftest import ACTORS, BACK, CONSENT, COUNTY, NEXT, OTHER_TOWN, PAPER, TOWN, Ends, slot

from tongmai.base.outcome import Refused
from tongmai.domains.referral.workflows import ACROSS, DOWNWARD, UPWARD
from tongmai.engines.workflow.record import events_of, loads
from tongmai.engines.workflow.slots import held
from tongmai.model.workflow import Step

Json = dict[str, Any]
REFERRALS = (UPWARD, ACROSS, DOWNWARD)
BY_ID = {flow.id: flow for flow in REFERRALS}
KINDS = {"forbidden", "rule", "required", "value", "code", "stale", "duplicate", "not-found", "unsupported"}
DOWN = {"requester": COUNTY, "performer": TOWN, "direction": "down"}
STABLE = {**CONSENT, "criterion": "htn-stable", "systolic": 132, "diastolic": 82, "plan": "继续用药"}
ROUND = 250  # steps after which a new house is opened: what is old weighs on every search

GIVEN: dict[str, list[Json]] = {
    "submit": [PAPER, PAPER, {**PAPER, "systolic": 120, "diastolic": 70}, STABLE, {**STABLE, "drug_1": "ticagrelor"}],
    "emergency": [{"criterion": "htn-crisis"}, {"criterion": "htn-uncontrolled"}],
    "stand-by": [{"channel": "chest_pain"}, {"channel": "stroke", "bed": "Slot/bed1"}],
    "paper": [CONSENT], "return": [{"reason": "summary", "missing": "既往用药"}, {"reason": "summary"}],
    "complete": [{"text": "已补充"}],
    "redirect": [{"alternative": f"Organization/{NEXT}", "reason": "no-bed"},
                 {"alternative": f"Organization/{OTHER_TOWN}", "reason": "nearer"}],
    "consult": [{"reason": "需专科意见"}], "advise": [{"advice": "加用氢氯噻嗪"}], "again": [{"reason": "血压仍高"}],
    "settle": [{"finding": "已达标"}], "not-arrived": [{"reason": "unreachable"}],
    "discharge": [{"outcome": "improved"}], "give-back": [BACK, {**BACK, "drug_1": "ticagrelor"}],
    "follow-up": [{"finding": "血压 132/84"}], "first-follow-up": [{"finding": "血压 128/80"}],
    "withdraw": [{"reason": "better"}], "cancel": [{"reason": "declined"}],
    "send-outside": [{**PAPER, "place": "自治区人民医院"}],
    "heard": [{"diagnosis": "高血压3级", "results": "无异常", "plan": "限盐"}],
    "queue": [{"expected": "2025-07-03", "order": 2}],
}  # fmt: skip


class Walk:
    """One house, its people, and the referrals begun in it."""

    def __init__(self, make: Callable[[], Ends], chance: Random) -> None:
        self.ends, self.chance, self.states, self.owners = make(), chance, dict[str, str](), dict[str, str]()
        self.ends.add(*(slot(f"w{n}", COUNTY if n % 2 else NEXT, f"2025-07-0{2 + n % 6}") for n in range(8)))
        self.slots = [f"Slot/{id}" for id in ("a1", "a2", "a3", "n1", *(f"w{n}" for n in range(8)))]
        self.happened = self.refused = 0

    @property
    def live(self) -> list[str]:
        """Those under way."""
        return [id for id, state in self.states.items() if state not in ("closed", "withdrawn")]

    def step(self) -> None:
        """One attempt of somebody."""
        chance, store = self.chance, self.ends.store
        if chance.random() < 0.04:
            self.ends.wait(hours=chance.randint(1, 30))
            self.ends.flows.escalate(self.ends.access.system("job:escalate"))
            return
        before = store.last_change()
        try:
            self.begin() if len(self.live) < 3 or chance.random() < 0.05 else self.act()
        except Refused as refused:
            strange = {issue.kind for issue in refused.issues} - KINDS
        else:
            self.happened += 1
            return
        assert not strange
        assert store.last_change() == before, "what is refused changes nothing"
        self.refused += 1

    def begin(self) -> None:
        actor, flow = (
            self.chance.choice(("clinician", "neighbour", "specialist", "resident")),
            self.chance.choice(REFERRALS),
        )
        sender = ACTORS[actor].organization or TOWN
        what = DOWN if flow is DOWNWARD else {"requester": sender, "performer": self.chance.choice((COUNTY, NEXT)),
                                              "direction": flow.id.rpartition(".")[2]}  # fmt: skip
        task = self.ends.refer(actor, flow.id, person=self.chance.choice(("p1", "p2")), **what)
        self.states[task] = self.ends.state(task)

    def act(self) -> None:
        task = self.chance.choice(self.live if self.chance.random() < 0.93 else list(self.states))
        body = self.ends.store.read("Task", task)
        flow = BY_ID[str(body.resource()["code"]["coding"][0]["code"])]
        state, chance = self.ends.state(task), self.chance
        here = [step for step in flow.steps if state in step.sources]
        step = chance.choice(here) if here and chance.random() < 0.85 else chance.choice(flow.steps)
        if step.name in ("withdraw", "cancel") and chance.random() < 0.8:
            step = chance.choice(here or flow.steps)
        actor = chance.choice(self.parties(task, step) if chance.random() < 0.7 else sorted(ACTORS))
        seen = chance.choice((None, None, body.number, body.number, body.number, body.number - 1))
        before = len(events_of(flow, body.resource()))
        self.ends.act(actor, task, step.name, self.fields(step.name), seen)
        after = events_of(flow, self.ends.task(task))
        assert len(after) == before + 1, "a state has its event"
        self.states[task] = self.ends.state(task)
        assert (after[-1].before, after[-1].after) == (state, self.states[task])

    def parties(self, task: str, step: Step) -> list[str]:
        """Who is asked for by a step; everybody where nobody of them is here."""
        focus, found = self.ends.focus(task), list[str]()
        for role, relation in step.parties:
            named = focus[relation][0] if isinstance(focus[relation], list) else focus[relation]
            found += [id for id, one in sorted(ACTORS.items())
                      if role in one.roles and named["reference"] == f"Organization/{one.organization}"]  # fmt: skip
        return found or sorted(ACTORS)

    def fields(self, step: str) -> Json:
        if step == "book":
            return {
                "slot": self.chance.choice(self.slots),
                **({"bed": "Slot/bed1"} if self.chance.random() < 0.2 else {}),
            }
        given = GIVEN.get(step, [{}])
        return {} if self.chance.random() < 0.1 else dict(self.chance.choice(given))

    def holds(self) -> None:
        """What must hold of the whole house."""
        live: Counter[tuple[str, str, str]] = Counter()
        kept: Counter[str] = Counter()
        for id in self.states:
            task = loads(self.ends.store.read("Task", id).body)
            flow, focus = BY_ID[task["code"]["coding"][0]["code"]], self.ends.focus(id)
            events, state = events_of(flow, task), self.ends.state(id)
            assert [one.before for one in events][1:] == [one.after for one in events][:-1]
            assert events[-1].after == state
            for field in ("slot", "bed"):
                if reference := held(flow, events, field):
                    kept[reference] += 1
            steps = {one.step for one in events}
            if state in flow.ends:
                if "arrive" in steps and state == "closed":
                    assert {"give-back", "follow-up"} <= steps, "feedback and follow-up are owed"
                continue
            live[flow.id, focus["subject"]["reference"], focus["performer"][0]["reference"]] += 1
            assert self._owned(id), f"{id} has no owner"
        assert all(many == 1 for many in live.values()), "one live request a patient and institution"
        for version in self.ends.store.current("Slot"):
            busy = version.resource()["status"] == "busy"
            assert kept[version.reference] == int(busy), f"{version.reference} is busy while somebody holds it"

    def _owned(self, task: str) -> bool:
        """Somebody may take the next step. Who might when it was last looked at is asked first."""
        for actor in sorted(ACTORS, key=lambda one: one != self.owners.get(task)):
            if any(choice.allowed for choice in self._choices(actor, task)):
                self.owners[task] = actor
                return True
        return False

    def _choices(self, actor: str, task: str) -> Any:
        try:
            return self.ends.flows.choices(self.ends.open(actor), task)
        except Refused:
            return ()


def walked(make: Callable[[], Ends], seed: int, steps: int) -> tuple[int, int]:
    """Steps that happened and that were refused."""
    chance, happened, refused = Random(seed), 0, 0
    for _ in range(0, steps, ROUND):
        walk = Walk(make, chance)
        for number in range(ROUND):
            walk.step()
            if number % 50 == 49:
                walk.holds()
        happened, refused = happened + walk.happened, refused + walk.refused
    return happened, refused


@pytest.mark.parametrize("seed", range(8))
def test_everybody_does_anything(make: Callable[[], Ends], seed: int) -> None:
    """8 times 2,500 steps."""
    happened, refused = walked(make, seed, 2_500)
    assert happened > 500
    assert refused > 500


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 110))
def test_everybody_does_anything_for_long(make: Callable[[], Ends], seed: int) -> None:
    """10 times 10,000 steps."""
    walked(make, seed, 10_000)
