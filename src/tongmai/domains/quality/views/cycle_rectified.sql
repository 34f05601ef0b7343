-- One row a cycle that asked for rectification, and a period in which the day named for it lies.
select c.id, c.institution, i.village, p.id as period, c.topic, c.state, c.rectify_by_day, c.rectified_day,
       c.verified_day
from quality_cycle c
join institution i on i.id = c.institution
join period p on c.rectify_by_day between p.from_day and p.to_day
where c.state <> 'stopped'
