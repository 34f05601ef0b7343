-- One row a card that owes a report, and a period in which its last moment lies: reported, and by that moment?
select c.id, i.village, p.id as period, c.unit, c.disease, c.state,
       case when c.reported_minute is not null then 1 else 0 end as filed,
       case when c.reported_minute <= c.due_minute then 1 else 0 end as timely
from disease_card c
join institution i on i.id = c.unit
join period p on c.due_day between p.from_day and p.to_day
where c.state not in ('excused', 'removed')
