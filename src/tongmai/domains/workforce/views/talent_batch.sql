-- One row a selected talent and a year (whole, or up to a month) in which the support began.
select t.id, t.person, t.batch, i.village, p.id as period
from supported_talent t
join institution i on i.id = t.institution
join period p on p.kind in ('year', 'year_to_date') and t.since_day between p.from_day and p.to_day
where t.batch is not null
