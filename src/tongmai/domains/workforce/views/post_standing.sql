-- One row an institution with approved posts and a month: approved at its end, held by people on approved posts, given
-- to the pool, borrowed from it. What is vacant is the rest: approved = held + vacant + given.
with approved as (
    select t.institution, p.id as period, sum(t.approved) as approved,
           sum(case when t.category = 'professional' then t.approved else 0 end) as professional
    from workforce_post t
    join period p on p.kind = 'month' and coalesce(t.since_day, p.to_day) <= p.to_day
        and coalesce(t.until_day, p.to_day) >= p.to_day
    group by t.institution, p.id
),
held as (
    select h.institution, p.id as period, count(distinct h.person) as held
    from workforce_position h
    join period p on p.kind = 'month' and h.since_day <= p.to_day and coalesce(h.until_day, p.to_day) >= p.to_day
    where h.tenure = 'established'
    group by h.institution, p.id
),
given as (
    select s.institution, p.id as period, count(*) as given
    from pool_post s
    join period p on p.kind = 'month' and coalesce(s.since_day, p.to_day) <= p.to_day
        and coalesce(s.until_day, p.to_day) >= p.to_day
    group by s.institution, p.id
),
borrowed as (
    select l.borrower as institution, p.id as period, count(*) as borrowed
    from post_loan l
    join period p on p.kind = 'month' and l.since_day <= p.to_day
    where l.post is not null and (l.taken_back is null or l.taken_back_day > p.to_day)
    group by l.borrower, p.id
)
select i.id, i.village, i.kind, a.period, a.approved, a.professional,
       coalesce(h.held, 0) as held, coalesce(g.given, 0) as given, coalesce(b.borrowed, 0) as borrowed
from institution i
join approved a on a.institution = i.id
left join held h on h.institution = i.id and h.period = a.period
left join given g on g.institution = i.id and g.period = a.period
left join borrowed b on b.institution = i.id and b.period = a.period
