-- One row a hospital and twelve months: what its front pages count towards the monitored indicators. Money in cents.
select s.institution as id, s.village, s.period, count(*) as cases, sum(s.operated) as operated,
       sum(case when s.operated = 1 and s.minimally_invasive then 1 else 0 end) as minimally_invasive,
       sum(case when s.operated = 1 and s.level_4 = 1 then 1 else 0 end) as level_4,
       sum(case when s.operated = 1 and s.level_3 = 1 then 1 else 0 end) as level_3,
       sum(case when s.operated = 1 and s.arisen is not null then 1 else 0 end) as complicated,
       sum(case when s.operated = 1 and s.incision = '1' then 1 else 0 end) as class_1,
       sum(case when s.operated = 1 and s.incision = '1' and s.healing = '3' then 1 else 0 end) as infected,
       sum(case when s.grouped = 1 and s.low_risk then 1 else 0 end) as low_risk,
       sum(case when s.grouped = 1 and s.low_risk and s.died = 1 then 1 else 0 end) as low_risk_died,
       sum(s.days) as days, sum(s.cents) as cents
from stay_case s
join period p on p.id = s.period and p.kind = 'twelve_months'
group by s.institution, s.village, s.period
