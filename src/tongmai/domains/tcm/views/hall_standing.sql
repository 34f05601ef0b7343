-- One row an institution of the base of the network and a month: the certificates of its hall or pavilion that
-- hold, and the halls it runs.
select i.id, i.village, i.kind, p.id as period,
       count(distinct g.id) filter (where g.standard = 'tcm_hall') as hall,
       count(distinct g.id) filter (where g.standard = 'tcm_hall_connotation') as connotation,
       count(distinct g.id) filter (where g.standard = 'tcm_pavilion') as pavilion,
       count(distinct s.id) as service
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join tcm_grant g on g.holder = i.id and g.since_day <= p.to_day
    and coalesce(g.until_day, p.to_day) >= p.to_day
left join tcm_service s on s.institution = i.id and coalesce(s.since_day, p.to_day) <= p.to_day
    and coalesce(s.until_day, p.to_day) >= p.to_day
where i.kind in ('township_hospital', 'village_room')
group by i.id, i.village, i.kind, p.id
