-- One row an event and a link of its chain of reports whose clock began in a period: told within the hours of the law
-- of the event's day? The clock of the first runs from when it became known, of each other from the report before it.
with link as (
    select e.id, e.unit, e.state, 'county' as link, e.found_day as since_day, e.found_minute as since_minute,
           e.county_minute as told_minute, e.county_hours as hours
    from emergency_event e
    union all
    select e.id, e.unit, e.state, 'government' as link, e.county_at_day as since_day, e.county_minute as since_minute,
           e.government_minute as told_minute, e.government_hours as hours
    from emergency_event e where e.county_at_day is not null
    union all
    select e.id, e.unit, e.state, 'prefecture' as link, e.government_at_day as since_day, e.government_minute as since_minute,
           e.prefecture_minute as told_minute, e.prefecture_hours as hours
    from emergency_event e where e.government_at_day is not null
    union all
    select e.id, e.unit, e.state, 'province' as link, e.prefecture_at_day as since_day, e.prefecture_minute as since_minute,
           e.province_minute as told_minute, e.province_hours as hours
    from emergency_event e where e.prefecture_at_day is not null
    union all
    select e.id, e.unit, e.state, 'council' as link, e.province_at_day as since_day, e.province_minute as since_minute,
           e.council_minute as told_minute, e.council_hours as hours
    from emergency_event e where e.province_at_day is not null and e.national = 'yes'
)
select l.id, i.village, p.id as period, l.link, l.hours,
       case when l.told_minute is not null then 1 else 0 end as told,
       case when l.told_minute - l.since_minute <= l.hours * 60 then 1 else 0 end as timely
from link l
join institution i on i.id = l.unit
join period p on l.since_day between p.from_day and p.to_day
where l.state <> 'dismissed'
