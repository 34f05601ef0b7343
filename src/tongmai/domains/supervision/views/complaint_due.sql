-- One row a complaint that was accepted, on the day by which the resident is told: whether it was told by then. One that
-- was withdrawn owes nothing.
select c.id, i.village, p.id as period,
       case when c.told_day <= c.tell_by_day then 1 else 0 end as timely,
       case when c.closed_day is not null then 1 else 0 end as closed
from complaint c
join institution i on i.id = c.institution
join period p on c.tell_by_day between p.from_day and p.to_day
where c.state <> 'withdrawn'
