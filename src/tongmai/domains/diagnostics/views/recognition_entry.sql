-- One row a request for which an earlier result was judged, and a period in which that was decided: recognised,
-- repeated for a reason, or not recognised; with the price of the test in cents.
select r.id, i.village, p.id as period, r.institution, r.item, r.decision, coalesce(r.cents, 0) as cents
from recognition_decision r
join institution i on i.id = r.institution
join period p on r.decided_day between p.from_day and p.to_day
