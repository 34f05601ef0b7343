-- One row an institution that takes a licence to practise, and a month at whose end it is there: whether its licence holds
-- on that day.
select i.id, i.village, o.ownership, p.id as period,
       case when o.licence is not null and o.licence_from_day <= p.to_day
                 and coalesce(o.licence_to_day, p.to_day) >= p.to_day then 1 else 0 end as valid
from institution i
join supervised_place o on o.id = i.id
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day and coalesce(i.to_day, p.to_day) >= p.to_day
where i.kind in ('general_hospital', 'tcm_hospital', 'maternal_child', 'specialist_hospital', 'corps_hospital',
                 'community_centre', 'community_station', 'township_hospital', 'village_room', 'clinic')
