-- One row a programme in force through a whole window of twelve months: its follow-ups face to face in it.
select g.id, n.home_village as village, p.id as period, g.disease,
       count(r.id) filter (where r.way in ('clinic', 'home')) as face_to_face
from follow_up_programme g
join period p on p.kind = 'twelve_months' and g.since_day <= p.from_day and (g.until_day is null or g.until_day > p.to_day)
join person n on n.id = g.person
left join follow_up_record r on r.person = g.person and r.disease = g.disease
    and r.done_day between p.from_day and p.to_day
group by g.id, n.home_village, p.id, g.disease
