-- One row an institution and a period in which the imaging or the ECG centre read for it: how many reports.
with daily as (
    select r.asked_by, r.issued_day, count(*) as reports
    from linked_report r
    where r.centre in ('imaging', 'ecg')
    group by r.asked_by, r.issued_day
)
select i.id, i.village, p.id as period, sum(d.reports) as reports
from daily d
join institution i on i.id = d.asked_by
join period p on d.issued_day between p.from_day and p.to_day
group by i.id, i.village, p.id
