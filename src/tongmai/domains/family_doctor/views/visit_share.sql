-- One row an institution and a period in which it saw somebody: visits recorded there.
with daily as (
    select v.institution, v.started_day, count(*) as visits from visit v group by v.institution, v.started_day
)
select i.id, i.village, i.kind, p.id as period, sum(d.visits) as visits
from daily d
join institution i on i.id = d.institution
join period p on d.started_day between p.from_day and p.to_day
where i.kind in ('general_hospital', 'tcm_hospital', 'maternal_child', 'specialist_hospital', 'community_centre',
                 'community_station', 'township_hospital', 'village_room', 'clinic')
group by i.id, i.village, i.kind, p.id
