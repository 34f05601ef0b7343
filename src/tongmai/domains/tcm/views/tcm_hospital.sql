-- One row a Chinese-medicine hospital and a month at whose end it exists.
select i.id, i.village, i.kind, i.tier, i.ownership, p.id as period
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
where i.kind = 'tcm_hospital'
