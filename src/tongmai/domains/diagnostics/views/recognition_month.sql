-- The ledger: one row an institution, an item and a month, without any person.
select r.institution || '-' || r.item as id, i.village, p.id as period, r.institution, r.item,
       count(*) filter (where r.decision = 'recognised') as recognised,
       count(*) filter (where r.decision = 'repeated') as repeated,
       count(*) filter (where r.decision = 'not_recognised') as not_recognised,
       sum(case when r.decision = 'recognised' then r.cents else 0 end) as saved_cents,
       sum(case when r.decision = 'repeated' then r.cents else 0 end) as repeated_cents
from recognition_decision r
join institution i on i.id = r.institution
join period p on p.kind = 'month' and r.decided_day between p.from_day and p.to_day
group by r.institution, i.village, r.item, p.id
