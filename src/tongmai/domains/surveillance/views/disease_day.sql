-- Cases by county, disease and the region's day of diagnosis, without any person; every disease stands in the county
-- of the unit that reports.
select c.county || '-' || c.disease || '-' || strftime(c.diagnosed_day, '%Y-%m-%d') as id, min(i.village) as village,
       c.county, c.disease, strftime(c.diagnosed_day, '%Y-%m') as period,
       strftime(c.diagnosed_day, '%Y-%m-%d') as on_day, count(*) as cases
from disease_card c
join institution i on i.id = c.unit
where c.state in ('reported', 'returned', 'checked', 'closed')
group by c.county, c.disease, c.diagnosed_day
