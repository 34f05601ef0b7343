-- One row a signal and a period in which it was raised: checked within its hours? The county's health commission stands
-- for the county.
select s.id, i.village, p.id as period, s.county, s.disease, s.method, s.state,
       case when s.checked_minute - s.raised_minute <= s.hours * 60 then 1 else 0 end as timely
from epidemic_signal s
join institution i on i.kind = 'commission' and i.tier = 'county' and substr(i.village, 1, 6) = substr(s.county, 1, 6)
join period p on s.raised_day between p.from_day and p.to_day
