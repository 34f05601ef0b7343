-- One row an institution and a technique: that it is registered as offered (period empty), and how often somebody
-- performed it in a month, as the procedures tell. Nobody treated is named.
select t.id, i.village, i.id as institution, t.technique_class, t.item, '' as period, '' as person, 1 as offered, 0 as times
from tcm_technique t
join institution i on i.id = t.institution
union all
select min(d.id) as id, i.village, i.id as institution, d.technique_class, d.item,
       strftime(d.done_day, '%Y-%m') as period, coalesce(d.person, '') as person, 0 as offered, count(*) as times
from technique_done d
join institution i on i.id = d.institution
group by i.village, i.id, d.technique_class, d.item, strftime(d.done_day, '%Y-%m'), coalesce(d.person, '')
