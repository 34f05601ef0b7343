-- One row a township hospital and a month: the standards it holds a certificate of at the month's end.
select i.id, i.village, i.kind, d.designation, p.id as period,
       count(*) filter (where g.standard = 'township_basic') as basic,
       count(*) filter (where g.standard = 'township_recommended') as recommended,
       count(*) filter (where g.standard = 'level2_capability') as level2_capability
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join registry_designation d on d.id = i.id
left join registry_grant g on g.holder = i.id and g.since_day <= p.to_day
    and coalesce(g.until_day, p.to_day) >= p.to_day
where i.kind = 'township_hospital'
group by i.id, i.village, i.kind, d.designation, p.id
