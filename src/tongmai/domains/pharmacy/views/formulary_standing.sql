-- One row an entry of a unified list and a month at whose end it is in force. It lies in the first village of its county.
with seat as (
    select p.county, min(p.village) as village from place p group by p.county
)
select e.id, s.village, p.id as period, e.level, case when e.essential then 1 else 0 end as essential
from formulary_entry e
join seat s on s.county = e.area
join period p on p.kind = 'month' and e.since_day <= p.to_day
where coalesce(e.until_day, p.to_day) >= p.to_day
