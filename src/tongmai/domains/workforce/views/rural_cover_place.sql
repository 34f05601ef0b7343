-- One row a village and a month: rural doctors in post, and how many of them each insurance covers.
select c.village as id, c.village, c.period, count(*) as doctors,
       count(*) filter (where c.pension > 0) as pension, count(*) filter (where c.liability > 0) as liability
from rural_cover c
group by c.village, c.period
