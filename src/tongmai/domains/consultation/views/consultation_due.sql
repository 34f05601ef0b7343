-- One row an institution that asked and a period in which the last moment of its consultations' opinions lies: how many,
-- and how many were closed by that moment. What was withdrawn before it was arranged has no such moment.
select i.id, i.village, i.kind, p.id as period, count(*) as due,
       count(*) filter (where c.answered_minute <= c.due_minute) as timely
from consultation c
join institution i on i.id = c.requester
join period p on c.due_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
