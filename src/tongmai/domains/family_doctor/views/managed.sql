-- One row a programme of follow-ups in force at the end of a month, with what the last follow-up by then found.
with latest as (
    select r.person, r.disease, p.id as period, max(r.done_day) as last_day
    from follow_up_record r
    join period p on p.kind = 'month' and r.done_day <= p.to_day
    group by r.person, r.disease, p.id
)
select g.id, n.home_village as village, p.id as period, g.disease,
       bool_and(coalesce(r.at_target, false)) as at_target
from follow_up_programme g
join period p on p.kind = 'month' and g.since_day <= p.to_day and (g.until_day is null or g.until_day > p.to_day)
join person n on n.id = g.person
left join latest s on s.person = g.person and s.disease = g.disease and s.period = p.id
left join follow_up_record r on r.person = g.person and r.disease = g.disease and r.done_day = s.last_day
group by g.id, n.home_village, p.id, g.disease
