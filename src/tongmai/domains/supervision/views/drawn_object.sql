-- One row an object that was drawn here or received from a central list in the year, and a month of that year since:
-- whether its result was published by the month's end. Opens into the institution.
with listed as (
    select d.draw as list, d.object, d.drawn_day as since_day, 'local' as origin
    from draw_line d
    union all
    select c.id as list, c.object, c.received_day as since_day, 'central' as origin
    from central_task c
)
select l.object as id, l.list, i.village, l.origin, p.id as period,
       case when n.published_day <= p.to_day then 1 else 0 end as published
from listed l
join institution i on i.id = l.object
join period p on p.kind = 'month' and l.since_day <= p.to_day and year(l.since_day) = year(p.to_day)
left join inspection n on n.object = l.object and coalesce(n.draw, n.central) = l.list
