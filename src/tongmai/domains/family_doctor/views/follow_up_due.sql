-- One row a follow-up that was due: the date that the one before set, and the day of the next one after it.
with following as (
    select r.id, min(n.done_day) as done_day
    from follow_up_record r
    join follow_up_record n on n.person = r.person and n.disease = r.disease and n.done_day > r.done_day
    group by r.id
)
select r.id, n.home_village as village, r.disease, r.next_on_day as day, f.done_day
from follow_up_record r
join person n on n.id = r.person
left join following f on f.id = r.id
left join follow_up_programme g on g.id = r.programme
where r.next_on_day is not null and (g.until_day is null or g.until_day >= r.next_on_day)
