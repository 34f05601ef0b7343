-- One row a county's general hospital and a month: the diseases of its last list that was reviewed and locked by then, as
-- reported for the target that asks for them.
with last as (
    select r.institution, p.id as period, max(r.period) as month
    from reported r
    join period p on p.kind = 'month' and r.period <= p.id
    where r.target = 'T05' and r.state = 'locked'
    group by r.institution, p.id
)
select i.id, i.village, p.id as period, coalesce(r.numerator, 0) as diseases,
       case when r.id is null then 0 else 1 end as listed
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join last l on l.institution = i.id and l.period = p.id
left join reported r on r.institution = i.id and r.target = 'T05' and r.state = 'locked' and r.period = l.month
where i.kind = 'general_hospital' and i.tier = 'county' and i.ownership = 'public'
