-- One row a settled case and a period: where it was treated, and the disease group that it fell into.
select d.id, i.village, p.id as period, d.dip_group
from dip_case d
join institution i on i.id = d.institution
join period p on d.month_day between p.from_day and p.to_day
