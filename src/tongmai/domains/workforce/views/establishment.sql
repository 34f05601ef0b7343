-- One row an institution and a month: approved posts in force at its end, and those for professional staff. People
-- in post do not matter here.
select i.id, i.village, i.kind, p.id as period,
       sum(t.approved) as approved,
       sum(case when t.category = 'professional' then t.approved else 0 end) as professional
from workforce_post t
join institution i on i.id = t.institution
join period p on p.kind = 'month' and coalesce(t.since_day, p.to_day) <= p.to_day
    and coalesce(t.until_day, p.to_day) >= p.to_day and coalesce(i.from_day, p.to_day) <= p.to_day
        and coalesce(i.to_day, p.to_day) >= p.to_day
group by i.id, i.village, i.kind, p.id
