-- One row a training whose end was planned for a day: was it completed by then?
select t.id, i.village, t.until_day as day, t.programme,
       case when t.completed_day <= t.until_day then 1 else 0 end as in_time,
       case when t.completed is not null then 1 else 0 end as done
from trainee t
join institution i on i.id = t.institution
where t.until is not null
