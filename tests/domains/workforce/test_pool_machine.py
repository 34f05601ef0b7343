"""Whatever is asked, lent, extended, given back and taken back: the posts of the pool stay as many, each out once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tongmai.domains.workforce import rules

Json = dict[str, Any]
POSTS, PEOPLE, BEGIN = 4, 5, date(2024, 1, 15)
DEEDS = ("ask", "approve", "lend", "name", "leave", "extend", "give-back", "take-back", "decline", "day")
COMMANDS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 9), st.integers(0, POSTS - 1), st.integers(0, PEOPLE - 1)),
    max_size=60,
)


@dataclass
class Office:
    """The steps of a loan as the workflow declares them, its conditions asked of the room's rules."""

    today: date = BEGIN
    loans: list[Json] = field(default_factory=list)
    pool: list[Json] = field(
        default_factory=lambda: [
            {"id": f"p{n}", "name": f"{n}", "area": "652328000000", "category": "professional", "period": {}}
            for n in range(POSTS)
        ]
    )

    def fields(self, **more: Any) -> Json:
        return {"pooled": self.pool, "loans": self.loans, "roles": [], "named": self.loans, **more}

    def deed(self, verb: str, loan: int, post: int, person: int) -> None:
        if verb == "ask":
            self.loans.append({"id": f"l{len(self.loans)}", "state": "asked", "profession": "nurse",
                               "months": 1 + loan * 35 // 9})  # fmt: skip
        elif verb == "day":
            self.today += timedelta(days=loan * 37)
        elif self.loans:
            one = self.loans[loan % len(self.loans)]
            getattr(self, verb.replace("-", "_"))(one, f"PoolPost/p{post}", f"Practitioner/{person}")

    def approve(self, one: Json, post: str, person: str) -> None:
        if one["state"] == "asked" and not rules.pool_has_one(one, self.fields(), self.today):
            one["state"] = "approved"

    def lend(self, one: Json, post: str, person: str) -> None:
        given_ = self.fields(post={"reference": post}, begins=self.today.isoformat())
        if one["state"] == "approved" and not rules.post_fits(one, given_, self.today):
            made = rules.lent(one, given_, self.today)
            one |= {"state": "lent", "post": {"reference": post}, "period": dict(made["term"])}

    def name(self, one: Json, post: str, person: str) -> None:
        who = {"reference": person}
        if one["state"] == "lent" and not rules.one_post_only(one, self.fields(person=who), self.today):
            one |= {"state": "staffed", "person": who}

    def leave(self, one: Json, post: str, person: str) -> None:
        if one["state"] == "staffed":
            one["state"] = "lent"

    def extend(self, one: Json, post: str, person: str) -> None:
        until = (self.today + timedelta(days=200)).isoformat()
        if one["state"] in ("lent", "staffed") and not rules.longer(one, self.fields(until=until), self.today):
            one["period"]["end"] = until

    def give_back(self, one: Json, post: str, person: str) -> None:
        if one["state"] in ("lent", "staffed"):
            one["state"] = "returning"

    def take_back(self, one: Json, post: str, person: str) -> None:
        if one["state"] == "returning":
            one["state"] = "closed"

    def decline(self, one: Json, post: str, person: str) -> None:
        if one["state"] in ("asked", "approved"):
            one["state"] = "declined"


@given(COMMANDS)
@settings(max_examples=300)
def test_posts_are_conserved_and_nobody_has_two(commands: list[tuple[str, int, int, int]]) -> None:
    office = Office()
    for verb, loan, post, person in commands:
        office.deed(verb, loan, post, person)
        out = [one for one in office.loans if one["state"] in rules.OUT]
        found = rules.standings(office.pool, office.loans, office.today)
        free = sum(one.free for one in found)
        assert free + len(out) == len(found) == POSTS
        assert len({one["post"]["reference"] for one in out}) == len(out)
        promised = sum(one["state"] == "approved" for one in office.loans)
        assert promised <= free
        people = [one["person"]["reference"] for one in office.loans if one["state"] == "staffed"]
        assert len(set(people)) == len(people)
        for one in out:
            start, end = (date.fromisoformat(one["period"][side]) for side in ("start", "end"))
            assert start <= end <= rules.last_day(start, 36)
        posts = rules.Posts(approved=100, held=80, given=len(found))
        assert posts.approved == posts.held + posts.vacant + free + len(out)
