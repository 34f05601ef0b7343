-- One row an institution and a period: its visits, and those of Chinese medicine. A visit is of Chinese medicine when it
-- is marked so, or when it was made to a Chinese-medicine hospital. Visits are reduced to institution and day first.
with daily as (
    select v.institution, v.started_day, count(*) as visits,
           count(*) filter (where v.medicine = 'chinese') as marked
    from tcm_visit v
    group by v.institution, v.started_day
)
select i.id, i.village, i.kind, p.id as period, sum(d.visits) as visits,
       sum(case when i.kind = 'tcm_hospital' then d.visits else d.marked end) as chinese,
       sum(d.marked) as marked
from daily d
join institution i on i.id = d.institution
join period p on p.kind = 'twelve_months' and d.started_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
