-- One row a village room and a month: devices for an ECG that it has at the month's end.
select i.id, i.village, i.kind, p.id as period, count(d.id) as devices
from institution i
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join ecg_device d on d.institution = i.id and coalesce(d.since_day, p.to_day) <= p.to_day
    and coalesce(d.until_day, p.to_day) >= p.to_day
where i.kind = 'village_room'
group by i.id, i.village, i.kind, p.id
