"""Chinese text as people type it on a Latin keyboard: the whole pinyin and the initials.

Readings of single characters and phrases come from pypinyin; surnames with a reading of their own are listed here,
because a name is not a phrase of any dictionary. Where a surname is read in two ways, both are indexed.
"""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
LONGEST = 64
"""Texts beyond this many characters are found by their words, not by pinyin."""

_SURNAMES = """
单 shan|仇 qiu|解 xie|曾 zeng|查 zha|任 ren|朴 piao pu|区 ou|员 yun|盖 ge gai|乐 yue le|缪 miao|覃 qin tan|翟 zhai di
召 shao|华 hua|尉 wei|冼 xian|洗 xian|黑 he hei|秘 bi|折 she|种 chong|燕 yan|宁 ning|纪 ji|葛 ge|隗 wei kui|那 na|哈 ha
能 nai|谌 chen shen|逄 pang|郇 xun huan|祭 zhai|牟 mou mu|令 ling|相 xiang|柏 bai bo|卜 bu|繁 po|夏 xia|臧 zang|幺 yao
句 gou|曲 qu|车 che|石 shi|万 wan|沈 shen|俞 yu|应 ying|尹 yin|阚 kan|乜 nie|洪 hong|长 zhang chang|尉迟 yu'chi
长孙 zhang'sun|万俟 mo'qi|澹台 tan'tai|令狐 ling'hu|单于 chan'yu|呼延 hu'yan|宇文 yu'wen|夏侯 xia'hou|鲜于 xian'yu
上官 shang'guan|皇甫 huang'fu|申屠 shen'tu|钟离 zhong'li|尉犁 yu'li|濮阳 pu'yang|亓官 qi'guan|宰父 zai'fu|乐正 yue'zheng
"""
SURNAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    surname: tuple(tuple(reading.split("'")) for reading in readings)
    for surname, *readings in (entry.split() for entry in _SURNAMES.strip().replace("\n", "|").split("|"))
}
"""Surname to its readings, each a tuple of syllables."""


def has_chinese(text: str) -> bool:
    return not text.isascii() and CHINESE.search(text) is not None


@lru_cache(maxsize=100_000)
def forms(text: str, name: bool = False) -> tuple[tuple[str, str], ...]:
    """(whole pinyin, initials) for each way to read a text with Chinese in it; () for other or very long texts.

    `name`: the text is a person's name, surname first. 尉迟恭 is (("yuchigong", "ycg"),).
    """
    if len(text) > LONGEST or not has_chinese(text):
        return ()
    if name:
        surname = text[:2] if text[:2] in SURNAMES else text[:1]
        if surname in SURNAMES:
            rest = _syllables(text[len(surname) :])
            return tuple(_joined([*reading, *rest]) for reading in SURNAMES[surname])
    return (_joined(_syllables(text)),)


def _syllables(text: str) -> list[str]:
    pieces = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)
    words = [word for piece in pieces for word in ([piece] if piece.isalpha() else re.findall(r"\w", piece))]
    return [word.lower() for word in words]


def _joined(syllables: list[str]) -> tuple[str, str]:
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)
