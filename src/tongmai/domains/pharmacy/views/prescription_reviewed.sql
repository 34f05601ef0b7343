-- One row a prescription that was sent, on the day it was written: reviewed or not, and what is fed back unanswered.
with judged as (
    select r.prescription, count(*) as reviews,
           count(*) filter (where r.criterion is not null and r.answered is null) as unanswered
    from prescription_review r
    where r.reviewed is not null
    group by r.prescription
)
select p.id, i.village, p.written_day as day, coalesce(j.reviews, 0) as reviews,
       coalesce(j.unanswered, 0) as unanswered
from prescription p
join institution i on i.id = p.institution
left join judged j on j.prescription = p.id
where p.status in ('active', 'completed') and p.written is not null
