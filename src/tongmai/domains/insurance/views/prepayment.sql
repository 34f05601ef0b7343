-- One row a medical community and a month: total-prepayment pools in force at the month's end.
select i.id, i.village, i.kind, p.id as period, count(o.id) as pools
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join pool o on o.community = i.id and o.mode = 'total_prepayment' and coalesce(o.state, 'agreed') = 'agreed'
    and o.since_day <= p.to_day
    and coalesce(o.until_day, p.to_day) >= p.to_day
where i.kind = 'medical_community'
group by i.id, i.village, i.kind, p.id
