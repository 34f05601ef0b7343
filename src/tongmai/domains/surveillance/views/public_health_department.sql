-- One row a hospital and a month: its departments of public health at the month's end.
select i.id, i.village, i.kind, i.tier, i.ownership, h.level, p.id as period, count(d.id) as departments
from surveillance_hospital h
join institution i on i.id = h.id
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join surveillance_unit d on d.parent = i.id and d.kind = 'department'
    and d.designation = 'public_health' and coalesce(d.since_day, p.to_day) <= p.to_day
        and coalesce(d.until_day, p.to_day) >= p.to_day
group by i.id, i.village, i.kind, i.tier, i.ownership, h.level, p.id
