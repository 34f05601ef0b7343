-- One row a project and a month by whose end it was approved: how many of its planned stages were due by then, how many
-- of those were reached by their planned day, whether it was accepted, put into use and graded.
select j.id, i.village, p.id as period, j.kind, coalesce(j.programme, '') as programme,
       case when j.start_by_day <= p.to_day then 1 else 0 end
       + case when j.finish_by_day <= p.to_day then 1 else 0 end
       + case when j.accept_by_day <= p.to_day then 1 else 0 end
       + case when j.use_by_day <= p.to_day then 1 else 0 end
       + case when j.grade_by_day <= p.to_day then 1 else 0 end as due,
       case when j.start_by_day <= p.to_day and j.started_day <= j.start_by_day then 1 else 0 end
       + case when j.finish_by_day <= p.to_day and j.finished_day <= j.finish_by_day then 1 else 0 end
       + case when j.accept_by_day <= p.to_day and j.accepted_day <= j.accept_by_day then 1 else 0 end
       + case when j.use_by_day <= p.to_day and j.used_day <= j.use_by_day then 1 else 0 end
       + case when j.grade_by_day <= p.to_day and j.graded_day <= j.grade_by_day then 1 else 0 end as in_time,
       case when j.accepted_day <= p.to_day then 1 else 0 end as accepted,
       case when j.used_day <= p.to_day then 1 else 0 end as used,
       case when j.graded_day <= p.to_day then 1 else 0 end as graded
from project j
join institution i on i.id = j.institution
join period p on p.kind = 'month' and j.approved_day <= p.to_day
where j.state not in ('refused', 'stopped', 'withdrawn')
