-- One row a county, five-year age group (band 0 from 30 to band 7 from 65) and month: deaths of the four diseases and
-- people at risk in the last year whose list is due (from April on the year before, until March the one before that).
select d.id, d.area as village, p.id as period, d.band, d.deaths, d.people
from mortality_year d
join period p on p.kind = 'month'
    and d.year = year(p.to_day) - case when month(p.to_day) > 3 then 1 else 2 end
