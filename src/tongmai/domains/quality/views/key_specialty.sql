-- One row a key specialty and a month at whose end its certificate holds; created_day is the day it was granted.
select g.id, g.holder, i.village, g.standard, g.family, g.since_day as created_day, p.id as period
from quality_grant g
join institution i on i.id = g.holder
join period p on p.kind = 'month' and g.since_day <= p.to_day and coalesce(g.until_day, p.to_day) >= p.to_day
where g.standard in ('key_specialty_national', 'key_specialty_region', 'key_specialty_prefecture')
