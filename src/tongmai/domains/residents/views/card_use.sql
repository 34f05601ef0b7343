-- One row a recorded resident and a window of twelve months: how often one of the equal credentials was used in it,
-- and how many cards were issued by its end.
with used as (
    select u.person, p.id as period, count(*) as uses
    from credential_use u
    join period p on p.kind = 'twelve_months' and u.started_day between p.from_day and p.to_day
    where u.credential in ('health_card', 'insurance_code', 'identity_card')
    group by u.person, p.id
),
issued as (
    select c.person, p.id as period, count(*) as cards
    from (
        select person, since_day, until_day from health_card
        union all
        select person, issued_day as since_day, lost_day as until_day from card_issued
    ) c
    join period p on p.kind = 'twelve_months' and coalesce(c.since_day, p.to_day) <= p.to_day
        and coalesce(c.until_day, p.to_day) >= p.to_day
    group by c.person, p.id
)
select n.id, n.home_village as village, p.id as period, coalesce(u.uses, 0) as uses, coalesce(s.cards, 0) as cards
from person n
join period p on p.kind = 'twelve_months'
left join used u on u.person = n.id and u.period = p.id
left join issued s on s.person = n.id and s.period = p.id
