-- One row an order to put something right, on the day it was due: whether it was reported put right by then, and whether
-- that was verified.
select n.id, i.village, p.id as period,
       case when n.rectified_day <= n.rectify_by_day then 1 else 0 end as timely,
       case when n.verified_day is not null then 1 else 0 end as verified
from inspection n
join institution i on i.id = n.object
join period p on n.rectify_by_day between p.from_day and p.to_day
