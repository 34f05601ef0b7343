-- One row a member of an emergency team and a month: on the roster at its end; licences says how many valid
-- licences, away how many absences that hold on that day.
with gone as (
    select a.team, a.person, p.id as period, count(*) as absences
    from team_absence a
    join period p on p.kind = 'month' and p.to_day between a.since_day and a.until_day
    group by a.team, a.person, p.id
)
select m.person as id, i.village, i.tier, m.team, p.id as period, count(l.profession) as licences,
       coalesce(max(g.absences), 0) as away
from emergency_member m
join institution i on i.id = m.team
join period p on p.kind = 'month' and m.since_day <= p.to_day
    and coalesce(m.until_day, p.to_day) >= p.to_day and coalesce(i.from_day, p.to_day) <= p.to_day
        and coalesce(i.to_day, p.to_day) >= p.to_day
left join emergency_licence l on l.person = m.person and l.profession = 'emergency_response'
    and l.since_day <= p.to_day and coalesce(l.until_day, p.to_day) >= p.to_day
left join gone g on g.team = m.team and g.person = m.person and g.period = p.id
where i.kind = 'emergency_team'
group by m.person, i.village, i.tier, m.team, p.id
