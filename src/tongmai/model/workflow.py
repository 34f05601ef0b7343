"""A workflow as data: states, and steps with from, to, by whom, needs what, does what, by when since which step."""

from dataclasses import dataclass, field
from typing import Literal

from tongmai.base.words import NO_WORDS, Words

TaskStatus = Literal[
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled",
    "in-progress", "on-hold", "failed", "completed", "entered-in-error",
]  # fmt: skip  # FHIR R4 TaskStatus

NeedKind = Literal["text", "code", "date", "number", "person", "evidence", "reference", "condition"]
STAYS = "="


@dataclass(frozen=True, slots=True)
class Term:
    """A clock: the row `name` of the workflow's dated terms, counted since the last `since` step ("submit", or the
    latest of several: "submit|complete"). Steps that share a clock are the answers to one question."""

    name: str
    since: str

    @property
    def starts(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.since.split("|"))


@dataclass(frozen=True, slots=True)
class Need:
    """Something a step asks for: a field of the form, or a condition by name from the room's rules."""

    name: str
    title: Words
    kind: NeedKind = "text"
    required: bool = True
    options: tuple[tuple[str, Words], ...] = ()
    choices: str = ""  # a source of a page that gives the options; the engine knows it not
    today: bool = False  # a form proposes the day on which it is opened
    hint: Words = NO_WORDS
    private: bool = False  # a person's name or number: never kept as a draft
    passing: bool = False  # judged and never written: a secret, or a number that is shown and not to be kept again
    longest: int = 0  # characters of a text; 0: no limit
    asks: str = ""  # a condition of the step that is asked as soon as this is chosen, before the form is sent
    aside: bool = False  # not shown until it has a value: an offer of a refusal gives it one


@dataclass(frozen=True, slots=True)
class Set:
    """Effect: the focus' `element` becomes `value`. `value` may be a literal, `{field}`, `{today}`, `{now}`,
    `{actor}` (the practitioner's reference) or `{organization}`."""

    element: str
    value: str


@dataclass(frozen=True, slots=True)
class Append:
    """Effect: `value` (same language as `Set`) is appended to the focus' list `element`."""

    element: str
    value: str


@dataclass(frozen=True, slots=True)
class Create:
    """Effect: a resource is made from a lens template of the room, filled with the focus' and the form's fields.
    `sealed`: a snapshot. Nothing else writes this type, and nothing alters what was made."""

    type: str
    template: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Revise:
    """Effect: the last resource of `type` that a step of this work made is filled anew, as its next version."""

    type: str
    template: str


@dataclass(frozen=True, slots=True)
class Circle:
    """Effect: the party named by a relation enters the patient's circle of care until a step."""

    relation: str
    until: str


@dataclass(frozen=True, slots=True)
class Take:
    """Effect: the free Slot (an appointment, a bed) that the need `field` names becomes busy. It must be one of the
    party named by the relation `of` (its extension urn:tongmai:institution) and not yet be released (its extension
    urn:tongmai:release: until when it is kept for such work). `into`: the element of the focus that takes its start."""

    field: str
    of: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Free:
    """Effect: the Slot that was last taken by the need `field` is free again; nothing where none is held."""

    field: str


@dataclass(frozen=True, slots=True)
class Begin:
    """Effect: a piece of work of another workflow begins where the field `of` has a value, in the same change set. Its
    focus is made from a lens that sees what `Create` sees, and that value as `given`. Who may take the step begins it;
    what the other's own beginning asks for is not asked."""

    workflow: str
    template: str
    of: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Effect: of two records of one person the one under the focus' element `closed` is closed in favour of the one
    under `kept`. Both say so (`active`, `link`), and whatever refers to the former refers to the latter, in the same
    change set; what referred where is listed in the element `moved`. Work on the closed record itself rests, where its
    workflow has a state for that."""

    kept: str
    closed: str
    moved: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Effect: what was written to the closed record since a `Merge` follows the others."""

    kept: str
    closed: str
    moved: str


@dataclass(frozen=True, slots=True)
class Part:
    """Effect: a `Merge` undone. What it moved goes back, as it is now, and so does what the steps of work that goes
    back have made since; whatever else was written to the kept record stays there."""

    kept: str
    closed: str
    moved: str


Effect = Set | Append | Create | Revise | Circle | Take | Free | Begin | Merge | Gather | Part


@dataclass(frozen=True, slots=True)
class Look:
    """Records that a step's conditions see, as fields under `name`, whoever takes it: decided by the step, audited with
    its name. `query`: "Type?parameter={place}", where a place is an element of the focus or a field (a reference
    by its id, a concept by its first code), `{organization}` (of who takes the step, unless the focus has such an
    element), `{field#}`: the digest of a token that was typed, or
    `{look.element}`: the ids that an earlier look's records refer to, or what their contacts say. A look whose
    places are all without a value finds nothing. `most`: how many it sees; a query sorts so that those that
    matter come first."""

    name: str
    query: str
    most: int = 200


@dataclass(frozen=True, slots=True)
class Derived:
    """Fields that a pure function of the room gives: (focus, fields with looks, today) -> a mapping of `gives`, of
    which some may be absent."""

    function: str
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One verb. `move` is "from|from -> to"; `to` may be "=": it stays where it is. `by` is
    "role@relation|role@relation", where the relation names an element of the focus that holds a Reference(Organization)
    (the actor belongs to it) or an area code (the actor's area covers it); "role@*" is that role anywhere."""

    name: str
    move: str
    by: str
    title: Words = NO_WORDS
    needs: tuple[Need, ...] = ()
    does: tuple[Effect, ...] = ()
    within: Term | None = None
    not_by: str = ""  # a step that must have been done by somebody else (four eyes)
    looks: tuple[Look, ...] = ()
    derives: tuple[Derived, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.move.split("->")[0].split("|"))

    @property
    def target(self) -> str:
        return self.move.split("->")[1].strip()

    def after(self, state: str) -> str:
        """The state in which the step leaves what is in `state`."""
        return state if self.target == STAYS else self.target

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """(role, relation) pairs."""
        pairs = (part.strip().partition("@") for part in self.by.split("|"))
        return tuple((role, relation) for role, _, relation in pairs)


@dataclass(frozen=True, slots=True)
class Daily:
    """What the house begins by itself, once on each of the region's days: it looks, in whose queries `{today}` and
    `{since}` (so many `days` before) have a value, and a pure function of the room, (empty focus, looks, today), tells
    the elements of each new focus. What the beginning then refuses is not begun.

    `walks`: the name of a look that is gone through from the oldest on instead of being seen at once: so many (its
    `most`) at a time, with what the others then find, and `a_day` of them in a round; the next day goes on where this
    one stopped. It sorts by `_lastUpdated`."""

    proposes: str
    looks: tuple[Look, ...]
    days: int
    walks: str = ""
    a_day: int = 0

    def __post_init__(self) -> None:
        walked = [look for look in self.looks if look.name == self.walks]
        if self.walks and not (walked and self.a_day > 0 and "_sort=_lastUpdated" in walked[0].query.split("&")):
            raise ValueError(f"daily: {self.walks} is no look that can be gone through")


@dataclass(frozen=True)
class State:
    """Our state, its R4 Task.status and its title. `aside`: not on the usual way. `desk_days`: what stands long in this
    state comes on a desk only so many days before its clock runs out; None: it waits there all the time. `rests`: work
    on a record stands in it while that record is closed in favour of another (`Merge`)."""

    name: str
    status: TaskStatus
    title: Words
    aside: bool = False
    desk_days: int | None = None
    rests: bool = False


@dataclass(frozen=True)
class Workflow:
    """A declaration; `problems()` is empty or the constructor raises ValueError naming the culprit."""

    id: str
    title: Words
    focus: str
    start: str
    ends: frozenset[str]
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    starters: str = ""  # who may start it, in the form of Step.by; empty: whoever may take a first step
    begins: Step | None = None  # what starting needs, looks at, derives, sets and appends
    daily: Daily | None = None
    one_live: tuple[str, ...] = ()
    live_already: tuple[Words, Words] | None = None  # what a second one is told, and the way out; usually: it goes on
    escalate: tuple[str, ...] = ()
    terms: str = ""
    state_element: str = ""  # element of the focus that mirrors the state, written by the engine only
    tables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = self.problems()
        if problems:
            raise ValueError(f"workflow {self.id}: " + "; ".join(problems))

    def problems(self) -> list[str]:
        """What is wrong with the declaration, each naming its step or state."""
        names = {state.name for state in self.states}
        found = [f"start state {self.start} is not declared"] if self.start not in names else []
        found += [f"end state {end} is not declared" for end in sorted(self.ends - names)]
        seen: set[str] = set()
        for step in self.steps:
            found += self._step_problems(step, names, seen)
            seen.add(step.name)
        found += [f"no step reaches state {name}" for name in sorted(names - self._reached())]
        stuck = names - self.ends - {source for step in self.steps for source in step.sources if step.target != STAYS}
        return found + [f"no step leaves state {name}" for name in sorted(stuck)]

    def _step_problems(self, step: Step, names: set[str], seen: set[str]) -> list[str]:
        if step.move.count("->") != 1:
            return [f"step {step.name}: move must read 'from|from -> to'"]
        found = [f"step {step.name} is declared twice"] if step.name in seen else []
        states = (*step.sources, step.after(step.sources[0]))
        found += [f"step {step.name}: state {state} is not declared" for state in states if state not in names]
        for role, relation in step.parties:
            if not role or not relation:
                found.append(f"step {step.name}: by must read 'role@relation', not {step.by!r}")
        others = {other.name for other in self.steps} | {"start"}
        for start in step.within.starts if step.within is not None else ():
            if start not in others:
                found.append(f"step {step.name}: its clock starts at {start}, which is no step")
        if step.not_by and step.not_by not in others:
            found.append(f"step {step.name}: not_by names {step.not_by}, which is no step")
        return found

    def _reached(self) -> set[str]:
        reached = {self.start} | {state.name for state in self.states if state.rests}
        while True:
            more = {step.after(state) for step in self.steps for state in reached.intersection(step.sources)} - reached
            if not more:
                return reached
            reached |= more

    def step(self, name: str) -> Step:
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"workflow {self.id} has no step {name}")

    def state(self, name: str) -> State:
        for state in self.states:
            if state.name == name:
                return state
        raise KeyError(f"workflow {self.id} has no state {name}")
