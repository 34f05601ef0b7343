-- One row an institution that asked and a period in which Chinese-Western consultations of its were closed.
select i.id, i.village, i.kind, p.id as period, count(*) as consultations
from tcm_consultation c
join institution i on i.id = c.requester
join period p on c.answered_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
