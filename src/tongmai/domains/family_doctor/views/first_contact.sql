-- One row a resident and a year so far in which they saw somebody, emergencies aside: whether the first visit of the
-- year was at the base. Of those who were under contract on the day of that visit.
with firsts as (
    select v.person, p.id as period, min(v.started_minute) as first_minute
    from visit v
    join period p on p.kind = 'year_to_date' and v.started_day between p.from_day and p.to_day
    where v.class <> 'EMER'
    group by v.person, p.id
)
select n.id, n.home_village as village, f.period,
       bool_or(i.kind in ('community_centre', 'community_station', 'township_hospital', 'village_room')) as at_base
from firsts f
join person n on n.id = f.person
join visit v on v.person = f.person and v.started_minute = f.first_minute and v.class <> 'EMER'
join institution i on i.id = v.institution
join contract c on c.person = f.person and c.since_day <= v.started_day
    and coalesce(c.until_day, v.started_day) >= v.started_day
group by n.id, n.home_village, f.period
