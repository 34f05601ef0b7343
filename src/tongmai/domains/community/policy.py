"""Who sees the work of the medical communities. What the parties of a workflow may do follows from its declaration."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_WORK = ("Posting", "Charter", "SupportTask", "CircuitRound", "AppraisalRound", "Appraisal")
_BY_COMMUNITY = ("Posting", "Charter", "CircuitRound", "AppraisalRound", "Appraisal")

RULES = (
    *(Rule(f"the planner sees the work of the communities: {type}", "planner", _SEE, type) for type in _WORK),
    *(
        Rule(f"a county sees the work of its area: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
        for type in _WORK
    ),
    *(
        Rule(f"a community sees its own work: {type}", "headquarters", _SEE,
             f"{type}?community=Organization/{{actor.organization}}")
        for type in _BY_COMMUNITY
    ),
    Rule("the insurer sees frozen appraisals of its area", "insurer", _SEE, "Appraisal?area={actor.area}"),
)  # fmt: skip
