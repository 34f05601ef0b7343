"""What the room of plans does by its parties: reported values, orders, determinations; projects, funding, the question
after a visit; arrangements for items of policy."""

from tongmai.domains.plans.workflows import arrangements, funding, opinions, projects, targets

WORKFLOWS = (
    targets.REPORT, targets.ORDER, targets.DETERMINATION, projects.PROJECT, funding.FUNDING, opinions.OPINION,
    arrangements.ARRANGEMENT,
)  # fmt: skip
