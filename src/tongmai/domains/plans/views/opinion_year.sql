-- One row an institution and twelve months: how many visits there were judged in them, how many with satisfied or better.
-- No row is one person's.
select i.id, i.village, p.id as period, i.kind, count(*) as answers,
       sum(case when o.opinion >= 4 then 1 else 0 end) as satisfied
from visit_opinion o
join institution i on i.id = o.institution
join period p on p.kind = 'twelve_months' and o.answered_day between p.from_day and p.to_day
where o.opinion between 1 and 5
group by i.id, i.village, p.id, i.kind
