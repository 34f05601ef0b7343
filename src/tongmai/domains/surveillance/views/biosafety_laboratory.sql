-- One row a laboratory of a centre for disease control and a month: is its second-level biosafety valid at the end?
select u.id, c.id as centre, c.village, c.tier, p.id as period, count(g.id) as certified
from surveillance_unit u
join institution c on c.id = u.parent and c.kind = 'cdc'
join period p on p.kind = 'month' and coalesce(u.since_day, p.to_day) <= p.to_day
    and coalesce(u.until_day, p.to_day) >= p.to_day and coalesce(c.from_day, p.to_day) <= p.to_day
        and coalesce(c.to_day, p.to_day) >= p.to_day
left join surveillance_grant g on g.holder = u.id and g.since_day <= p.to_day
    and coalesce(g.until_day, p.to_day) >= p.to_day
where u.kind = 'laboratory'
group by u.id, c.id, c.village, c.tier, p.id
