-- One row a recorded resident and a month: contracts in force at the month's end.
select n.id, n.home_village as village, n.key_group, p.id as period, count(c.id) as contracts
from person n
join period p on p.kind = 'month'
left join contract c on c.person = n.id and c.since_day <= p.to_day
    and coalesce(c.until_day, p.to_day) >= p.to_day
group by n.id, n.home_village, n.key_group, p.id
