-- One row a shared centre and a month at whose end it exists; county_family tells a kind in one county from the
-- same kind in another.
select i.id, i.village, p.id as period, c.family, substr(i.village, 1, 6) || '-' || c.family as county_family
from shared_centre c
join institution i on i.id = c.id
join period p on p.kind = 'month' and coalesce(c.since_day, p.to_day) <= p.to_day
    and coalesce(c.until_day, p.to_day) >= p.to_day
