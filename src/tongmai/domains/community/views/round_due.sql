-- One row a round of the roster: the day it was planned for and whether it was held. One that was moved stands on its new
-- day; one that was cancelled is one not held.
select r.id, i.village, r.planned_day as day, r.state, r.held_day, coalesce(r.seen, 0) as seen
from circuit_round r
join institution i on i.id = r.place
