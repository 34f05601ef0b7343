-- One row a line of funding of the year of a month: what is planned with the revisions booked by the month's end, what was
-- paid with the corrections booked by then, what a twelfth a month would be; in cents.
with moved as (
    select e.line, p.id as period,
           sum(case when e.kind = 'revision' then e.cents else 0 end) as revised,
           sum(case when e.kind = 'revision' then 0 else e.cents end) as paid
    from funding_entry e
    join period p on p.kind = 'month' and e.booked_day <= p.to_day
    where e.state = 'booked'
    group by e.line, p.id
)
select l.id, l.area as village, p.id as period, l.line, l.purpose,
       l.planned_cents + coalesce(m.revised, 0) as planned, coalesce(m.paid, 0) as paid,
       case when coalesce(m.paid, 0) * 12 < (l.planned_cents + coalesce(m.revised, 0)) * month(p.to_day) then 1 else 0
       end as behind
from funding_line l
join period p on p.kind = 'month' and year(p.to_day) = l.year
left join moved m on m.line = l.id and m.period = p.id
