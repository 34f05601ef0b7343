-- One row an inspection, on the last day of a publication in time: whether it was published by then.
select n.id, i.village, p.id as period, n.result,
       case when n.published_day <= n.publish_by_day then 1 else 0 end as timely
from inspection n
join institution i on i.id = n.object
join period p on n.publish_by_day between p.from_day and p.to_day
