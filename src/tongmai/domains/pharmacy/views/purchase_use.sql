-- One row a contracted line and month: what is agreed and what was used of it by the month's end, and whether its
-- contract is over by then.
with used_by as (
    select u.line, p.id as period, sum(u.quantity) as used
    from purchase_month u
    join period p on p.kind = 'month' and u.month <= p.id
    group by u.line, p.id
)
select l.id, i.village, p.id as period, l.agreed, coalesce(u.used, 0) as used,
       case when l.until_day <= p.to_day then 1 else 0 end as ended,
       case when i.kind in ('township_hospital', 'community_centre', 'community_station', 'village_room') then 1 else 0
       end as primary_care,
       case when l.essential is null then 0 else 1 end as drug_line,
       case when l.essential then 1 else 0 end as essential
from pooled_purchase l
join institution i on i.id = l.institution
join period p on p.kind = 'month' and l.since_day <= p.to_day
left join used_by u on u.line = l.id and u.period = p.id
where l.agreed > 0
