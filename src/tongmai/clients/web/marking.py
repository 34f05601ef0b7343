"""Names, quotations and what people typed stay Chinese on an English page: they are marked as such, so that a screen
reader speaks them in their own language and a test can tell them from what was left untranslated."""

import re

_CHINESE = "\u3000-\u303f\u3400-\u9fff\uff01-\uffee"
_TEXT = re.compile(rf"(<(/?)([a-z0-9]+)\b[^<>]*)>([^<>]*[{_CHINESE}][^<>]*)(?=<)")
_RUN = re.compile(rf"[{_CHINESE}](?:[^<>]*[{_CHINESE}])?")
_ITSELF = ("option", "text")  # elements that hold text only: they bear the mark themselves
_NEVER = ("title", "textarea", "script", "style")


def marked(page: str) -> str:
    """An English page with `lang="zh-CN"` on every stretch of Chinese text."""
    return _TEXT.sub(_mark, page)


def _mark(found: re.Match[str]) -> str:
    tag, closing, name, text = found.groups()
    if (name in _NEVER and not closing) or " lang=" in tag:
        return found[0]
    if name in _ITSELF and not closing:
        return f'{tag} lang="zh-CN">{text}'
    return f"{tag}>" + _RUN.sub(lambda run: f'<span lang="zh-CN">{run[0]}</span>', text, count=1)
