-- One row a contract in force at the end of twelve months: how often the person was seen by whom it was signed with, at a
-- visit there or a follow-up, on a day of the term within the twelve months.
with seen as (
    select c.id, p.id as period, count(v.id) as visits
    from contract c
    join period p on p.kind = 'twelve_months'
    join visit v on v.person = c.person and v.institution = c.institution and v.class <> 'EMER'
        and v.started_day between p.from_day and p.to_day
        and v.started_day >= c.since_day and v.started_day <= coalesce(c.until_day, v.started_day)
    group by c.id, p.id
),
followed as (
    select c.id, p.id as period, count(r.id) as visits
    from contract c
    join period p on p.kind = 'twelve_months'
    join follow_up_record r on r.person = c.person and r.done_day between p.from_day and p.to_day
        and r.done_day >= c.since_day and r.done_day <= coalesce(c.until_day, r.done_day)
    join follow_up_programme g on g.id = r.programme and g.institution = c.institution
    group by c.id, p.id
)
select c.id, c.person, n.home_village as village, p.id as period, c.institution,
       coalesce(s.visits, 0) + coalesce(f.visits, 0) as visits
from contract c
join period p on p.kind = 'twelve_months' and c.since_day <= p.to_day and coalesce(c.until_day, p.to_day) >= p.to_day
join person n on n.id = c.person
left join seen s on s.id = c.id and s.period = p.id
left join followed f on f.id = c.id and f.period = p.id
