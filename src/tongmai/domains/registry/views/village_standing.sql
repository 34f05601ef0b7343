-- One row a village room and a month: the standards it holds a certificate of at the month's end.
select i.id, i.village, i.kind, p.id as period,
       count(*) filter (where g.standard = 'village_basic') as basic,
       count(*) filter (where g.standard = 'village_recommended') as recommended
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join registry_grant g on g.holder = i.id and g.since_day <= p.to_day
    and coalesce(g.until_day, p.to_day) >= p.to_day
where i.kind = 'village_room'
group by i.id, i.village, i.kind, p.id
