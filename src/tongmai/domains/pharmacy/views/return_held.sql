-- One row a referral whose drugs were planned for the place below: how many drugs, how many of them it kept on that day,
-- and whether it had sent its list at all. It lies where that place does.
with sent as (
    select r.id, r.prescribed, r.prescribed_day, r.drug,
           case when r.direction = 'down' then r.performer else r.requester end as place
    from return_drug r
), listed as (
    select h.institution, min(h.since_day) as first_day from drug_holding h group by h.institution
)
select s.id, i.village, s.prescribed_day as day, count(distinct s.drug) as drugs,
       count(distinct h.drug) as held, count(distinct l.institution) as reported
from sent s
join institution i on i.id = s.place
left join listed l on l.institution = s.place and l.first_day <= s.prescribed_day
left join drug_holding h on h.institution = s.place and h.drug = s.drug and h.since_day <= s.prescribed_day
    and coalesce(h.until_day, s.prescribed_day) >= s.prescribed_day
group by s.id, i.village, s.prescribed_day
