-- One row an arrangement and a month at whose end it is in force. Drafts have no first day; what ended has a last one.
select a.id, a.area as village, p.id as period, a.item
from arrangement a
join period p on p.kind = 'month' and a.since_day <= p.to_day and coalesce(a.until_day, p.to_day) >= p.to_day
where a.state in ('in-force', 'questioned', 'ended')
