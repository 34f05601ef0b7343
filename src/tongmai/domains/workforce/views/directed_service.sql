-- One row a trainee bound by contract and a month of the service: does he hold a post where the service is due?
with posts as (
    select t.id, p.id as period, count(*) as posts
    from trainee t
    join workforce_position h on h.person = t.person and h.institution = t.institution
    join period p on p.kind = 'month' and h.since_day <= p.to_day and coalesce(h.until_day, p.to_day) >= p.to_day
    group by t.id, p.id
)
select t.id, i.village, p.id as period, t.programme, coalesce(s.posts, 0) as posts
from trainee t
join institution i on i.id = t.institution
join period p on p.kind = 'month' and t.serve_from_day <= p.to_day and coalesce(t.serve_until_day, p.to_day) >= p.to_day
left join posts s on s.id = t.id and s.period = p.id
where t.serve_from is not null
