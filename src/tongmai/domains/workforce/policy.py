"""Who sees posts of the pool, loans, talents, trainees, rural doctors' insurance and pay. What the parties of a
workflow may do follows from its declaration."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_LISTS = ("PoolPost", "Trainee", "DoctorCover", "PayYear")
_WORK = ("PostLoan", "Nomination")

RULES = (
    *(Rule(f"the planner keeps the list of people and posts: {type}", "planner", _KEEP, type) for type in _LISTS),
    *(Rule(f"a county keeps the list of its area: {type}", "county-officer", _KEEP, f"{type}?area={{actor.area}}")
      for type in _LISTS),
    *(Rule(f"a county sees what is asked of it: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
      for type in _WORK),
    *(Rule(f"a community sees the posts and people of its county: {type}", "headquarters", _SEE,
           f"{type}?area={{actor.area}}")
      for type in ("PoolPost", "PostLoan", "Trainee", "PayYear")),
    Rule("what the pool holds is open to who may borrow", "clinician", _SEE, "PoolPost"),
    Rule("a house sees who is trained for it", "clinician", _SEE,
         "Trainee?institution=Organization/{actor.organization}"),
    Rule("a house sees who it put forward", "headquarters", _SEE,
         "Nomination?institution=Organization/{actor.organization}"),
)  # fmt: skip
