-- One row an institution, a disease and a month: how many it follows up, and how many were at target at the last one.
select g.institution || '-' || g.disease as id, i.village, m.period, g.institution, g.disease,
       count(*) as managed, count(*) filter (where m.at_target) as controlled
from managed m
join follow_up_programme g on g.id = m.id
join institution i on i.id = g.institution
group by g.institution, g.disease, i.village, m.period
