"""Who sees the fund's accounts. What the parties of a workflow may do follows from its declaration."""

from tongmai.model.rule import Rule, Verb

_SEE: frozenset[Verb] = frozenset({"read", "search"})
_KEEP: frozenset[Verb] = frozenset({"read", "search", "write"})
_ACCOUNTS = ("Pool", "Prepayment", "MonthlyAccount", "Clearing")
_POINTS = ("DipCase", "DipBudget")
_LINES = "FundLine?community:Organization.village={actor.area}"

RULES = (
    *(Rule(f"the planner sees the fund's accounts: {type}", "planner", _SEE, type) for type in _ACCOUNTS),
    *(
        Rule(f"a county sees the accounts of its area: {type}", "county-officer", _SEE, f"{type}?area={{actor.area}}")
        for type in _ACCOUNTS
    ),
    *(
        Rule(f"a community sees its own accounts: {type}", "headquarters", _SEE,
             f"{type}?community=Organization/{{actor.organization}}")
        for type in (*_ACCOUNTS, "FundLine")
    ),
    Rule("the insurer proposes rows of the split of its area", "insurer", _KEEP, "SplitRule?area={actor.area}"),
    Rule("the insurer keeps the lines of its area", "insurer", _KEEP, _LINES),
    Rule("the planner keeps the lines that an insurer proposes", "planner", _KEEP, "FundLine"),
    Rule("a county sees the lines of its area", "county-officer", _SEE, _LINES),
    *(Rule(f"the insurer keeps the cases and budgets of its area: {type}", "insurer", _KEEP,
           f"{type}?area={{actor.area}}") for type in _POINTS),
    *(Rule(f"the planner keeps what an insurer proposes: {type}", "planner", _KEEP, type) for type in _POINTS),
    Rule("the planner keeps the split rules", "planner", _KEEP, "SplitRule"),
    *(Rule(f"how a surplus is split is open: {role}", role, _SEE, "SplitRule")
      for role in ("insurer", "county-officer", "headquarters")),
    *(Rule(f"the register is open at work: insurer, {type}", "insurer", _SEE, type)
      for type in ("Practitioner", "PractitionerRole", "Certificate")),
)  # fmt: skip
