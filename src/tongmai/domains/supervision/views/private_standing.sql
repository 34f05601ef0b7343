-- One row a private hospital or clinic and a month at whose end it is there: whether a physician with post and licence, both
-- valid, is there; whether it stands on a ranking of the year published by then.
with treated as (
    select h.institution, p.id as period, count(distinct h.person) as physicians
    from supervised_post h
    join supervised_licence l on l.person = h.person and l.profession = h.post
    join period p on p.kind = 'month' and h.since_day <= p.to_day and coalesce(h.until_day, p.to_day) >= p.to_day
        and l.since_day <= p.to_day and coalesce(l.until_day, p.to_day) >= p.to_day
    where h.post in ('physician', 'assistant_physician')
    group by h.institution, p.id
),
told as (
    select r.institution, p.id as period, count(*) as rankings
    from ranking_line r
    join period p on p.kind = 'month' and r.published_day <= p.to_day and r.year = year(p.to_day)
    group by r.institution, p.id
)
select i.id, i.village, i.kind, p.id as period, coalesce(t.physicians, 0) as physicians,
       coalesce(k.rankings, 0) as rankings
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day and coalesce(i.to_day, p.to_day) >= p.to_day
left join treated t on t.institution = i.id and t.period = p.id
left join told k on k.institution = i.id and k.period = p.id
where i.ownership = 'private' and i.kind in ('general_hospital', 'tcm_hospital', 'specialist_hospital', 'clinic')
