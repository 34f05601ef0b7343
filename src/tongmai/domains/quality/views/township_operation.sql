-- One row a township hospital and a period: operations of the two levels it performed.
select i.id, i.village, i.kind, p.id as period,
       count(*) filter (where o.level = '1') as level_1,
       count(*) filter (where o.level = '2') as level_2
from institution i
join period p on coalesce(i.from_day, p.to_day) <= p.to_day and coalesce(i.to_day, p.to_day) >= p.to_day
left join operation o on o.institution = i.id and o.performed_day between p.from_day and p.to_day
where i.kind = 'township_hospital'
group by i.id, i.village, i.kind, p.id
