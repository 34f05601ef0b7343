-- One row a post of the pool and a month, in the pool or out at its end: out by how many loans (none or one), and
-- whether its term was over. It lies where its giver does.
with out_by as (
    select l.post, p.id as period, count(*) as loans,
           count(*) filter (where l.until_day < p.to_day) as late
    from post_loan l
    join period p on p.kind = 'month' and l.since_day <= p.to_day
    where l.post is not null and (l.taken_back is null or l.taken_back_day > p.to_day)
    group by l.post, p.id
)
select s.id, i.village, p.id as period, s.area, s.category,
       coalesce(o.loans, 0) as loans, coalesce(o.late, 0) as late
from pool_post s
join institution i on i.id = s.institution
join period p on p.kind = 'month' and coalesce(s.since_day, p.to_day) <= p.to_day
left join out_by o on o.post = s.id and o.period = p.id
where coalesce(s.until_day, p.to_day) >= p.to_day or o.loans > 0
