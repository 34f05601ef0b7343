-- One row a discharge and a period: its hospital, what was done, what it cost, the row of the grouping that held on the
-- day of discharge. grouped is 0 where no row holds; a stay of one day counts one day (rules 2.2 no 13). Operations are
-- counted by persons, once a stay (rules 2.1 no 4): a stay has a level-4 or a minimally invasive operation where the main
-- one or one of the others is.
select f.id, f.institution, i.village, p.id as period, f.main, f.home, f.leaving, f.discharged_day,
       case when f.discharged_day = f.admitted_day then 1 else f.discharged_day - f.admitted_day end as days,
       case when f.operation is not null then 1 else 0 end as operated,
       case when f.level = '4' or f.other_levels like '%4%' then 1 else 0 end as level_4,
       case when f.level = '3' or f.other_levels like '%3%' then 1 else 0 end as level_3,
       coalesce(f.minimally_invasive, false) or coalesce(f.other_minimally_invasive, false) as minimally_invasive,
       f.level, f.timing, f.day_surgery, f.incision, f.healing, f.pathway, f.arisen,
       case when f.operated_day is not null then f.operated_day - f.admitted_day end as days_before,
       case when f.leaving = '5' then 1 else 0 end as died,
       c.cents, coalesce(c.western_cents, 0) + coalesce(c.tcm_cents, 0) as drug_cents,
       coalesce(c.general_cents, 0) + coalesce(c.treatment_cents, 0) + coalesce(c.rehabilitation_cents, 0)
           + coalesce(c.tcm_treatment_cents, 0) as service_cents,
       left(f.operation, 5) as operation,
       case when g.id is not null then 1 else 0 end as grouped, g.low_risk, w.thousandths
from front_page f
join stay_cost c on c.id = f.id
join institution i on i.id = f.institution
join period p on f.discharged_day between p.from_day and p.to_day
left join case_group g on g.category = left(f.main, 3) and g.since_day <= f.discharged_day
    and coalesce(g.until_day, f.discharged_day) >= f.discharged_day
left join group_weight w on w.id = g.id
