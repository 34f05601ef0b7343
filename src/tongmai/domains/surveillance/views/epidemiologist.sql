-- One row a centre for disease control and a month: chief epidemiologists in post with a licence valid at the end.
select i.id, i.village, i.kind, i.tier, p.id as period, count(distinct l.person) as experts
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join chief_epidemiologist e on e.institution = i.id and e.since_day <= p.to_day
    and coalesce(e.until_day, p.to_day) >= p.to_day
left join surveillance_licence l on l.person = e.person and l.since_day <= p.to_day
    and coalesce(l.until_day, p.to_day) >= p.to_day
where i.kind = 'cdc'
group by i.id, i.village, i.kind, i.tier, p.id
