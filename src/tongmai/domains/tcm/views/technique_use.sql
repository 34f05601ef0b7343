-- One row an institution of the base of the network and twelve months: how many classes and items of suitable techniques
-- it performed in them, as the procedures tell.
select i.id, i.village, i.kind, p.id as period,
       count(distinct d.technique_class) as classes, count(distinct d.item) as items, count(d.id) as times
from institution i
join period p on p.kind = 'twelve_months' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join technique_done d on d.institution = i.id and d.done_day between p.from_day and p.to_day
where i.kind in ('township_hospital', 'village_room')
group by i.id, i.village, i.kind, p.id
