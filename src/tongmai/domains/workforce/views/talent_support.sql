-- One row a talent and a month at whose end the support has begun: is it promised for three full years? Three years
-- from a day end on the day before it.
select t.id, t.person, i.village, p.id as period,
       case when t.until_day >= t.since_day + interval 3 year - interval 1 day then 3 else 0 end as years
from supported_talent t
join institution i on i.id = t.institution
join period p on p.kind = 'month' and t.since_day <= p.to_day
