-- One row a member at the base and twelve months: remote reports that it asked for, results of others that it used
-- instead of a test, cards of notifiable diseases that it sent.
with daily as (
    select r.asked_by as place, r.issued_day as day, count(*) as reports
    from linked_report r
    group by r.asked_by, r.issued_day
), remote as (
    select d.place, p.id as period, sum(d.reports) as found
    from daily d
    join period p on p.kind = 'twelve_months' and d.day between p.from_day and p.to_day
    group by d.place, p.id
), used as (
    select r.institution as place, p.id as period, count(*) as found
    from linked_recognition r
    join period p on p.kind = 'twelve_months' and r.decided_day between p.from_day and p.to_day
    where r.decision = 'recognised'
    group by r.institution, p.id
), sent as (
    select c.unit as place, p.id as period, count(*) as found
    from linked_card c
    join period p on p.kind = 'twelve_months' and c.reported_day between p.from_day and p.to_day
    group by c.unit, p.id
)
select i.id, i.village, p.id as period, coalesce(max(a.found), 0) as remote_reports,
       coalesce(max(b.found), 0) as results_used, coalesce(max(c.found), 0) as cards_sent
from community_member m
join institution i on i.id = m.member
join period p on p.kind = 'twelve_months' and coalesce(m.since_day, p.to_day) <= p.to_day
    and coalesce(m.until_day, p.to_day) >= p.to_day
left join remote a on a.place = i.id and a.period = p.id
left join used b on b.place = i.id and b.period = p.id
left join sent c on c.place = i.id and c.period = p.id
where i.kind in ('township_hospital', 'community_centre')
group by i.id, i.village, p.id
