-- One row a hospital and a month: the best grade of each kind of certificate that holds at the month's end.
with held as (
    select g.holder, p.id as period,
           max(case when g.standard = 'hospital_grade' then g.grade else 0 end) as grade,
           max(case when g.standard = 'emr_level' then g.grade else 0 end) as emr_level,
           count(*) filter (where g.standard = 'tertiary_capability') as tertiary_capability,
           count(*) filter (where g.standard = 'psychiatry_department') as psychiatry,
           count(*) filter (where g.standard = 'infectious_department') as infectious,
           max(case when g.standard = 'core_systems' then g.grade else 0 end) as core_systems,
           count(distinct g.family)
               filter (where g.standard = 'treatment_centre'
                   and g.family in ('chest_pain', 'stroke', 'trauma', 'maternal', 'newborn')) as emergency_centres
    from quality_grant g
    join period p on p.kind = 'month' and g.since_day <= p.to_day
        and coalesce(g.until_day, p.to_day) >= p.to_day
    group by g.holder, p.id
)
select i.id, i.village, i.kind, i.tier, i.ownership, h.level, h.designation, p.id as period,
       coalesce(c.grade, 0) as grade, coalesce(c.emr_level, 0) as emr_level,
       coalesce(c.tertiary_capability, 0) as tertiary_capability,
       coalesce(c.core_systems, 0) as core_systems, coalesce(c.psychiatry, 0) as psychiatry,
       coalesce(c.infectious, 0) as infectious,
       coalesce(c.emergency_centres, 0) as emergency_centres
from quality_hospital h
join institution i on i.id = h.id
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join held c on c.holder = i.id and c.period = p.id
