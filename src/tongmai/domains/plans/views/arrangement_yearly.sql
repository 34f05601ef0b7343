-- One row an arrangement and twelve months: in force before they began and at their end; how often it was evaluated in
-- them, where a list that came in tells the last day only.
select a.id, a.area as village, p.id as period,
       count(e.done_day) + max(case when a.evaluated_day between p.from_day and p.to_day then 1 else 0 end) as evaluations
from arrangement a
join period p on p.kind = 'twelve_months' and a.since_day < p.from_day and coalesce(a.until_day, p.to_day) >= p.to_day
left join arrangement_evaluation e on e.id = a.id and e.done_day between p.from_day and p.to_day
where a.state in ('in-force', 'questioned', 'ended')
group by a.id, a.area, p.id
