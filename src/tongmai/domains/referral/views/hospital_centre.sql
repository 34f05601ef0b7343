-- One row a general hospital and a month: how many of each family of five centres it runs at the month's end, and
-- which of its centres hold a national acceptance that day.
with running as (
    select c.hospital, p.id as period,
           count(distinct c.family)
               filter (where c.family in ('chest_pain', 'stroke', 'trauma', 'maternal', 'newborn')) as emergency_five,
           count(distinct c.family)
               filter (where c.family
                   in ('tumour', 'chronic', 'minimally_invasive', 'anaesthesia', 'intensive')) as clinical_five,
           count(distinct c.family)
               filter (where c.family in ('laboratory', 'ecg', 'imaging', 'pathology', 'sterile')) as shared_five
    from treatment_centre c
    join period p on p.kind = 'month' and coalesce(c.since_day, p.to_day) <= p.to_day
        and coalesce(c.until_day, p.to_day) >= p.to_day
    group by c.hospital, p.id
),
accepted as (
    select g.holder, p.id as period,
           count(*) filter (where g.standard = 'chest_pain_national') as chest_pain,
           count(*) filter (where g.standard = 'stroke_national') as stroke
    from treatment_grant g
    join period p on p.kind = 'month' and g.since_day <= p.to_day
        and coalesce(g.until_day, p.to_day) >= p.to_day
    group by g.holder, p.id
)
select i.id, i.village, i.kind, i.tier, i.ownership, h.designation, p.id as period,
       coalesce(r.emergency_five, 0) as emergency_five, coalesce(r.clinical_five, 0) as clinical_five,
       coalesce(r.shared_five, 0) as shared_five,
       coalesce(a.chest_pain, 0) as chest_pain, coalesce(a.stroke, 0) as stroke
from general_hospital h
join institution i on i.id = h.id
join period p on p.kind = 'month' and coalesce(i.from_day, p.to_day) <= p.to_day
    and coalesce(i.to_day, p.to_day) >= p.to_day
left join running r on r.hospital = i.id and r.period = p.id
left join accepted a on a.holder = i.id and a.period = p.id
