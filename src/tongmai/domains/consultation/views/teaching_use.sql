-- One row an institution and a period: who of it was at remote teaching, each person once a session.
select i.id, i.village, i.kind, p.id as period, count(*) as attended
from teaching_attendance a
join institution i on i.id = a.institution
join period p on a.planned_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
