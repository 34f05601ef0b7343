-- One row a category of diagnosis, a county and twelve months: how many of its residents were treated for it in the
-- region and elsewhere, how many died, what the stays elsewhere cost in cents. Only categories that the grouping knows.
with stay as (
    select left(f.main, 3) as category, f.home, f.discharged_day as day, 1 as inside, 0 as outside,
           case when f.leaving = '5' then 1 else 0 end as died_inside, 0 as died_outside, 0 as cents
    from front_page f
    union all
    select left(o.main, 3) as category, o.home, o.discharged_day as day, 0 as inside, 1 as outside,
           0 as died_inside, case when o.died then 1 else 0 end as died_outside, c.cents
    from outside_stay o
    join outside_cost c on c.id = o.id
), known as (
    select distinct g.category from case_group g
)
select s.category || '-' || s.home as id, s.category, s.home as village, p.id as period,
       sum(s.inside) as inside, sum(s.outside) as outside, sum(s.died_inside) as died_inside,
       sum(s.died_outside) as died_outside, sum(s.cents) as cents_outside
from stay s
join known k on k.category = s.category
join period p on p.kind = 'twelve_months' and s.day between p.from_day and p.to_day
group by s.category, s.home, p.id
