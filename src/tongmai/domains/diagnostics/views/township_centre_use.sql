-- One row an institution that sends to the shared centres, and a period: remote reports it asked for and received,
-- by centre.
select i.id, i.village, i.kind, p.id as period,
       count(*) filter (where r.centre = 'laboratory') as lab_reports,
       count(*) filter (where r.centre = 'imaging') as imaging_reports,
       count(*) filter (where r.centre = 'ecg') as ecg_reports
from institution i
join period p on coalesce(i.from_day, p.to_day) <= p.to_day and coalesce(i.to_day, p.to_day) >= p.to_day
left join centre_report r on r.asked_by = i.id and r.issued_day between p.from_day and p.to_day
where i.kind in ('township_hospital', 'community_centre')
group by i.id, i.village, i.kind, p.id
