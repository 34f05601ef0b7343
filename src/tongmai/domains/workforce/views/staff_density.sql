-- One row an institution and a month: staff with a post there and a licence of the profession, both valid at the
-- month's end; and one row a village with its residents. A person counts once, at the first of his institutions.
with licensed as (
    select l.person, p.id as period,
           case when l.profession = 'assistant_physician' then 'physician' else l.profession end as profession,
           min(h.institution) as institution
    from workforce_licence l
    join period p on p.kind = 'month' and l.since_day <= p.to_day
        and coalesce(l.until_day, p.to_day) >= p.to_day
    join workforce_position h on h.person = l.person and h.since_day <= p.to_day
        and coalesce(h.until_day, p.to_day) >= p.to_day
    where l.profession in ('physician', 'assistant_physician', 'nurse', 'pharmacist')
    group by l.person, p.id, case when l.profession = 'assistant_physician' then 'physician' else l.profession end
),
preventive as (
    select h.person, p.id as period, min(h.institution) as institution
    from workforce_position h
    join period p on p.kind = 'month' and h.since_day <= p.to_day
        and coalesce(h.until_day, p.to_day) >= p.to_day
    join institution i on i.id = h.institution
    where i.kind in ('cdc', 'maternal_child', 'health_supervision') and h.post = 'public_health'
    group by h.person, p.id
),
counted as (
    select institution, period, profession from licensed
    union all
    select institution, period, 'public_health_body' as profession from preventive
),
latest as (
    select p.id as period, max(b.year) as year
    from population b
    join period p on p.kind = 'month' and b.year <= year(p.to_day)
    where b.base in ('census', 'year_end')
    group by p.id
)
select i.id, i.village, i.kind, c.period,
       count(*) filter (where c.profession = 'physician') as physicians,
       count(*) filter (where c.profession = 'nurse') as nurses,
       count(*) filter (where c.profession = 'pharmacist') as pharmacists,
       count(*) filter (where c.profession = 'public_health_body') as public_health,
       0 as residents
from counted c
join institution i on i.id = c.institution
group by i.id, i.village, i.kind, c.period
union all
select b.village as id, b.village, 'population' as kind, y.period,
       0 as physicians, 0 as nurses, 0 as pharmacists, 0 as public_health, b.residents
from population b
join latest y on y.year = b.year
where b.base in ('census', 'year_end')
