-- One row an institution and a period: what the fund paid for services there, in cents, as far as claims are
-- recorded.
with daily as (
    select f.institution, f.created_day, sum(f.cents) as cents
    from fund_payment f
    where f.cents is not null
    group by f.institution, f.created_day
)
select i.id, i.village, i.kind, p.id as period, sum(d.cents) as cents
from daily d
join institution i on i.id = d.institution
join period p on d.created_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
