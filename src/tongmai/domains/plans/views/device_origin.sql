-- One row a piece of equipment in use at a month's end, with where it was made: domestic or imported.
select d.id, i.village, p.id as period, d.kind, i.kind as place, coalesce(d.origin, '') as origin
from plan_device d
join institution i on i.id = d.institution
join period p on p.kind = 'month' and coalesce(d.since_day, p.to_day) <= p.to_day
    and coalesce(d.until_day, p.to_day) >= p.to_day
where d.state = 'active' and i.ownership = 'public'
