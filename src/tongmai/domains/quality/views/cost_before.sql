-- One row a discharge and the period that lies a year after it: what a case cost in the same stretch of the year before.
select f.id, f.institution, i.village, p.id as period, c.cents
from front_page f
join stay_cost c on c.id = f.id
join institution i on i.id = f.institution
join period p on f.discharged_day + interval 1 year between p.from_day and p.to_day
