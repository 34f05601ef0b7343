-- One row a person and a month who sits on a full post at its end (approved or of the pool): on how many, counted at
-- the first of the institutions.
with seated as (
    select r.person, p.id as period, count(*) as posts, min(r.institution) as institution
    from workforce_position r
    join period p on p.kind = 'month' and r.since_day <= p.to_day and coalesce(r.until_day, p.to_day) >= p.to_day
    where r.tenure in ('established', 'pool')
    group by r.person, p.id
)
select f.person as id, i.village, f.period, f.posts
from seated f
join institution i on i.id = f.institution
