-- One row an institution of the base of the network and a month: how many classes and items of suitable techniques
-- it offers at the month's end.
select i.id, i.village, i.kind, p.id as period,
       count(distinct t.technique_class) as classes, count(distinct t.item) as items
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join tcm_technique t on t.institution = i.id and coalesce(t.since_day, p.to_day) <= p.to_day
    and coalesce(t.until_day, p.to_day) >= p.to_day
where i.kind in ('township_hospital', 'village_room')
group by i.id, i.village, i.kind, p.id
