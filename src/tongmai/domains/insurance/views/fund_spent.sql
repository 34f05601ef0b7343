-- One row a line of the insurer's list and a period: what the fund bore for a community's insured, and where.
select l.id, c.village, p.id as period, l.scope, i.kind, l.category,
       l.fund_cents as cents, l.cost_cents as cost, coalesce(l.admissions, 0) as admissions
from fund_line l
join institution c on c.id = l.community
join period p on l.month_day between p.from_day and p.to_day
left join institution i on i.id = l.institution
