-- One row a posting and a month at whose end somebody is there; the last day there belongs to it.
select a.id, h.village, p.id as period, a.mode, a.rank, h.kind
from posting a
join institution h on h.id = a.host
join period p on p.kind = 'month' and a.arrived_day <= p.to_day and coalesce(a.returned_day, p.to_day) >= p.to_day
