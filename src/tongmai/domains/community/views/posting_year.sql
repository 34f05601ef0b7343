-- One row a physician, a county and a year (or a year so far): days posted to its base by postings that count, each
-- clipped to the year; the last day there belongs to it. The day of the return stands in the posting; a stay that goes
-- on is counted to the end of the period.
select a.person as id, max(h.village) as village, p.id as period, substr(h.village, 1, 6) as county,
       sum(date_diff('day', greatest(a.arrived_day, p.from_day), least(coalesce(a.returned_day, p.to_day), p.to_day)) + 1)
           as days
from posting a
join institution h on h.id = a.host
join period p on p.kind in ('year', 'year_to_date') and a.arrived_day <= p.to_day
    and coalesce(a.returned_day, p.to_day) >= p.from_day
where a.mode = 'long' and a.rank in ('middle', 'associate', 'senior')
    and h.kind in ('township_hospital', 'community_centre')
group by a.person, substr(h.village, 1, 6), p.id
