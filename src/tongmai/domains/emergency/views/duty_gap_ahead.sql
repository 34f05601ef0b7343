-- One row a gap of the rota that stands open at a month's end, for that day or one to come: how many days ahead it lies.
select g.id, i.village, p.id as period, g.institution, g.department, date_diff('day', p.to_day, g.day_day) as ahead
from duty_gap g
join institution i on i.id = g.institution
join period p on p.kind = 'month' and g.opened_day <= p.to_day and g.day_day >= p.to_day
    and (g.filled_day is null or g.filled_day > p.to_day)
