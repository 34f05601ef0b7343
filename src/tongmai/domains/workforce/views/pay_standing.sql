-- One row a member of a medical community and a month: what it returned of pay for the last year whose return is due
-- (from April on the year before, until March the one before that), in cents, and its average of staff, in hundredths
-- of a head. A community's lead is its general hospital, its Chinese-medicine hospital where it has none.
with general as (
    select m.community, p.id as period, count(*) as hospitals
    from workforce_member m
    join institution i on i.id = m.member
    join period p on p.kind = 'month' and coalesce(m.since_day, p.to_day) <= p.to_day
        and coalesce(m.until_day, p.to_day) >= p.to_day
    where i.kind = 'general_hospital'
    group by m.community, p.id
)
select i.id, i.village, p.id as period, y.id as record,
       case when i.kind in ('township_hospital', 'community_centre') then 'base'
            when i.kind = 'general_hospital' then 'lead'
            when i.kind = 'tcm_hospital' and g.hospitals is null then 'lead'
            else 'other' end as part,
       coalesce(y.pay_cents, 0) as cents, coalesce(y.staff_hundredths, 0) as staff
from workforce_member m
join institution i on i.id = m.member
join period p on p.kind = 'month' and coalesce(m.since_day, p.to_day) <= p.to_day
    and coalesce(m.until_day, p.to_day) >= p.to_day
left join general g on g.community = m.community and g.period = p.id
left join pay_year y on y.institution = i.id
    and y.year = year(p.to_day) - case when month(p.to_day) > 3 then 1 else 2 end
