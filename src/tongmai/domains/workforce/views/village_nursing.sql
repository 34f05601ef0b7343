-- One row a village room and a month: nurses with post and licence valid at its end, and infusion services offered.
with nurse as (
    select h.institution, p.id as period, count(distinct h.person) as nurses
    from workforce_position h
    join period p on p.kind = 'month' and h.since_day <= p.to_day
        and coalesce(h.until_day, p.to_day) >= p.to_day
    join workforce_licence l on l.person = h.person and l.profession = 'nurse'
        and l.since_day <= p.to_day and coalesce(l.until_day, p.to_day) >= p.to_day
    where h.post = 'nurse'
    group by h.institution, p.id
),
infusion as (
    select s.institution, p.id as period, count(*) as services
    from infusion_service s
    join period p on p.kind = 'month' and coalesce(s.since_day, p.to_day) <= p.to_day
        and coalesce(s.until_day, p.to_day) >= p.to_day
    group by s.institution, p.id
)
select i.id, i.village, i.kind, p.id as period,
       coalesce(n.nurses, 0) as nurses, coalesce(s.services, 0) as infusion
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join nurse n on n.institution = i.id and n.period = p.id
left join infusion s on s.institution = i.id and s.period = p.id
where i.kind = 'village_room'
