-- One row a township hospital and a window of twelve months: its emergency stations, those with a roster on the
-- last day, those that ran in the window, and those with both (working).
with rostered as (
    select r.station, p.id as period, count(distinct r.person) as persons
    from emergency_roster r
    join period p on p.kind = 'twelve_months' and r.since_day <= p.to_day
        and coalesce(r.until_day, p.to_day) >= p.to_day
    group by r.station, p.id
),
ran as (
    select e.station, p.id as period, count(*) as runs
    from emergency_run e
    join period p on p.kind = 'twelve_months' and e.started_day between p.from_day and p.to_day
    group by e.station, p.id
)
select i.id, i.village, i.kind, p.id as period,
       count(s.id) as stations,
       count(s.id) filter (where coalesce(r.persons, 0) > 0) as rostered,
       count(s.id) filter (where coalesce(n.runs, 0) > 0) as ran,
       count(s.id) filter (where coalesce(r.persons, 0) > 0 and coalesce(n.runs, 0) > 0) as working
from institution i
join period p on p.kind = 'twelve_months' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join emergency_station s on s.hospital = i.id and coalesce(s.since_day, p.to_day) <= p.to_day
    and coalesce(s.until_day, p.to_day) >= p.to_day
left join rostered r on r.station = s.id and r.period = p.id
left join ran n on n.station = s.id and n.period = p.id
where i.kind = 'township_hospital'
group by i.id, i.village, i.kind, p.id
