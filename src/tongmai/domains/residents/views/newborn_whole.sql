-- One row an application and the period in which its last day lies: how many of its five parts were answered by that day.
-- Where the applicant withdrew a part, the application is left out.
with parts as (
    select coalesce(application, id) as whole, kind, state, answered_day from newborn_part
)
select b.id, i.village, p.id as period,
       count(*) filter (where n.state = 'answered' and n.answered_day <= b.due_day) as timely
from newborn_part b
join institution i on i.id = b.applicant
join period p on b.due_day between p.from_day and p.to_day
join parts n on n.whole = b.id
where b.kind = 'birth'
group by b.id, i.village, p.id
having count(*) filter (where n.state = 'withdrawn') = 0
