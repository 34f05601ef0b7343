"""Who sees what of Chinese medicine. What the parties of a step see follows from its declaration; the rest is here."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})

RULES = (
    *(Rule(f"the planner sees halls and studios: {type}", "planner", _SEE, type) for type in ("HallReview", "Studio")),
    *(
        Rule(f"a county sees what its area has: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
        for type in ("HallReview", "Studio")
    ),
    Rule("a hall sees its own reviews", "clinician", _SEE, "HallReview?institution=Organization/{actor.organization}"),
    Rule("who learns from a master is open at work", "specialist", _SEE, "Studio"),
)
