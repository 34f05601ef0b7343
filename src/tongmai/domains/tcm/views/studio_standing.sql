-- One row an inheritance studio and a month at whose end it runs.
select s.id, i.village, s.level, p.id as period
from tcm_studio s
join institution i on i.id = s.institution
join period p on p.kind = 'month' and s.since_day <= p.to_day and coalesce(s.until_day, p.to_day) >= p.to_day
