-- One row a card and a month at whose end its last day is over: was it still unreported then?
select c.id, i.village, p.id as period, c.unit, c.disease, c.state,
       case when c.reported_day is null or c.reported_day > p.to_day then 1 else 0 end as missed
from disease_card c
join institution i on i.id = c.unit
join period p on p.kind = 'month' and c.due_day <= p.to_day
where c.state not in ('excused', 'removed')
