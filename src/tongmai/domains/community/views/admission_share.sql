-- One row a line of the insurer's list that tells discharges, and a period: how many, inside or outside the county.
select l.id, c.village, p.id as period, l.scope, coalesce(l.admissions, 0) as admissions
from insured_line l
join institution c on c.id = l.community
join period p on l.month_day between p.from_day and p.to_day
where l.category = 'inpatient'
