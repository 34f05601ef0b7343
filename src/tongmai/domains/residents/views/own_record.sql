-- One row a recorded resident and a window of twelve months: how often the resident opened the own record and said
-- whether it is right, and how often it was not.
with opened as (
    select c.person, p.id as period, count(*) as checks, count(*) filter (where c.holds = 'no') as disputes
    from record_check c
    join period p on p.kind = 'twelve_months' and c.checked_day between p.from_day and p.to_day
    group by c.person, p.id
)
select n.id, n.home_village as village, p.id as period, coalesce(o.checks, 0) as checks,
       coalesce(o.disputes, 0) as disputes
from person n
join period p on p.kind = 'twelve_months'
left join opened o on o.person = n.id and o.period = p.id
