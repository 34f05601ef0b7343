-- One row an institution that asked and a period in which consultations of its were answered: how many, over 5G, fed back,
-- changed the treatment; and one row a village with its residents of the latest census.
with latest as (
    select p.id as period, max(b.year) as year
    from population b
    join period p on b.year <= year(p.to_day)
    where b.base = 'census'
    group by p.id
)
select i.id, i.village, i.kind, p.id as period, count(*) as answered,
       count(*) filter (where i.kind in ('township_hospital', 'community_centre', 'village_room')) as base,
       count(*) filter (where c.link = 'fiveg') as fiveg,
       count(*) filter (where c.used is not null) as fed,
       count(*) filter (where c.changed in ('therapy', 'both')) as treatment,
       count(*) filter (where c.changed in ('therapy', 'both', 'diagnosis')) as either,
       0 as residents
from consultation c
join institution i on i.id = c.requester
join period p on c.answered_day between p.from_day and p.to_day
group by i.id, i.village, i.kind, p.id
union all
select b.village as id, b.village, 'population' as kind, y.period, 0 as answered, 0 as base, 0 as fiveg, 0 as fed,
       0 as treatment, 0 as either, b.residents
from population b
join latest y on y.year = b.year
where b.base = 'census'
