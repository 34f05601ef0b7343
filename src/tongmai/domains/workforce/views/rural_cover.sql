-- One row a rural doctor in post at a village room and a month: which insurances cover the last day.
with covered as (
    select c.person, p.id as period,
           count(*) filter (where c.kind = 'pension') as pension,
           count(*) filter (where c.kind = 'liability') as liability
    from doctor_cover c
    join period p on p.kind = 'month' and c.since_day <= p.to_day and coalesce(c.until_day, p.to_day) >= p.to_day
    group by c.person, p.id
),
doctor as (
    select h.person, p.id as period, min(h.institution) as institution
    from workforce_position h
    join period p on p.kind = 'month' and h.since_day <= p.to_day and coalesce(h.until_day, p.to_day) >= p.to_day
    where h.post = 'rural_doctor'
    group by h.person, p.id
)
select d.person as id, i.village, d.period,
       coalesce(c.pension, 0) as pension, coalesce(c.liability, 0) as liability
from doctor d
join institution i on i.id = d.institution
left join covered c on c.person = d.person and c.period = d.period
