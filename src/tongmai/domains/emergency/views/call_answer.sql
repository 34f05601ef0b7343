-- One row a call-out and a period in which it was made: acknowledged within its minutes? What was cancelled before it was
-- acknowledged owed no answer.
select c.id, i.village, p.id as period, c.team, c.state,
       case when c.acknowledged_minute is not null then 1 else 0 end as answered,
       case when c.acknowledged_minute - c.called_minute <= c.minutes then 1 else 0 end as timely
from call_out c
join institution i on i.id = c.team
join period p on c.called_day between p.from_day and p.to_day
where c.state <> 'cancelled' or c.acknowledged_minute is not null
