"""Names of invented people. They are put together from common syllables and stand for nobody."""

from random import Random

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷"
_GIVEN_WOMEN = "秀兰英玉华珍凤莲梅桂霞琴芳丽娟敏静艳燕红玲萍洁颖雪婷慧莹倩琳佳欣怡雯悦"
_GIVEN_MEN = "伟强军勇磊涛斌波辉刚健明亮超鹏飞杰浩宇峰志国建文海东林成龙新民永生平"
_LONG_WOMEN = ("阿依古丽", "古丽娜尔", "热依汗", "阿依努尔", "帕丽旦", "玛依拉", "加娜尔", "沙吾列", "古丽扎提", "米热古丽")
_LONG_MEN = ("叶尔江", "巴合提", "努尔兰", "艾尔肯", "阿不都拉", "热合曼", "哈力木", "托合提", "赛力克", "别克波拉提")
_FATHERS = ("哈德尔", "艾山", "木合塔尔", "吐尔逊", "阿合买提", "努尔旦", "买买提", "叶尔肯", "沙依然", "库尔班")


def name_for(chance: Random, gender: str) -> str:
    """A name for a `female` or `male` person. Whose custom a name follows is chance and is kept nowhere."""
    if chance.random() < 0.16:
        return f"{chance.choice(_LONG_WOMEN if gender == 'female' else _LONG_MEN)}·{chance.choice(_FATHERS)}"
    given = _GIVEN_WOMEN if gender == "female" else _GIVEN_MEN
    length = 1 if chance.random() < 0.3 else 2
    return chance.choice(_SURNAMES) + "".join(chance.choice(given) for _ in range(length))
