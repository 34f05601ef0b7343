-- One row a medical community and a month: in how many of the domains of unified management it holds a certificate, and
-- in how many of the five that are resources (staff, finance, assets, drugs, information).
select i.id, i.village, i.kind, p.id as period, count(distinct g.family) as domains,
       count(distinct g.family) filter (where g.family in ('personnel', 'finance', 'assets', 'drugs', 'information'))
           as resources
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join unification_grant g on g.holder = i.id and g.since_day <= p.to_day
    and coalesce(g.until_day, p.to_day) >= p.to_day
where i.kind = 'medical_community'
group by i.id, i.village, i.kind, p.id
