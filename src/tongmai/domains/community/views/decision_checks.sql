-- One row a medical community and twelve months: whether on the last day a charter is in force, whether every member then
-- has a seat in its council, how often the council met in the months.
with open_charter as (
    select c.id as charter, c.community, p.id as period, p.from_day, p.to_day
    from charter c
    join period p on p.kind = 'twelve_months' and c.since_day <= p.to_day and coalesce(c.until_day, p.to_day) >= p.to_day
), seated as (
    select m.community, p.id as period, count(distinct m.member) as members, count(distinct s.member) as seated
    from community_member m
    join period p on p.kind = 'twelve_months' and coalesce(m.since_day, p.to_day) <= p.to_day
        and coalesce(m.until_day, p.to_day) >= p.to_day
    left join open_charter o on o.community = m.community and o.period = p.id
    left join charter_seat s on s.charter = o.charter and s.member = m.member
    group by m.community, p.id
), met as (
    select o.community, o.period, count(t.held_day) as meetings
    from open_charter o
    join charter_meeting t on t.charter = o.charter and t.held_day between o.from_day and o.to_day
    group by o.community, o.period
)
select i.id, i.village, p.id as period, count(distinct o.charter) as charters,
       coalesce(max(s.members), 0) as members, coalesce(max(s.seated), 0) as seated,
       coalesce(max(t.meetings), 0) as meetings
from institution i
join period p on p.kind = 'twelve_months' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join open_charter o on o.community = i.id and o.period = p.id
left join seated s on s.community = i.id and s.period = p.id
left join met t on t.community = i.id and t.period = p.id
where i.kind = 'medical_community'
group by i.id, i.village, p.id
