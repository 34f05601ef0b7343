-- One row a task of a trusteeship or pairing that both sides agreed on: by when it is due, when it was done and verified.
select t.id, i.village, t.due_day as day, t.state, t.done_day
from support_task t
join institution i on i.id = t.entrusted
where t.state not in ('set', 'withdrawn')
