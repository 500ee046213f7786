"""Whom words of an old register would expose: accusations, domestic violence, harm to minors, a wish for secrecy.

Words cannot tell for certain. What they point to is closed before it is stored, and whoever imports is asked;
closing too much is put right by a click, an accusation that everybody has read is not (信访工作条例 30).
"""

import re

from core.models import Matter

Compartment = Matter.Compartment
_BEATS = r"(?:打人|殴打|家暴|动手|施暴|打骂|打伤|打我|打她|打了|虐待|威胁)"
_KIN = r"(?:丈夫|老公|妻子|老婆|前夫|前妻|男友|男朋友|同居|公公|婆婆|岳父|继父|继母|父亲|母亲|爸爸|妈妈|儿子|儿媳|女婿)"
_CHILD = r"(?:女儿|儿子|孩子|小孩|女孩|男孩|学生|孙女|孙子|外孙|外孙女|少年)"
# The tightest first.
_RULES = (
    (
        Compartment.ACCUSATION,
        re.compile(
            r"举报|检举|控告|贪污|受贿|行贿|索贿|挪用|侵吞|私分|吃拿卡要|以权谋私|虚报冒领|优亲厚友"
            r"|(?:为我|替我|请|要求|望|帮我|予以|注意)保密|不要(?:透露|泄露|公开)|匿名反映|打击报复"
        ),
    ),
    (
        Compartment.DOMESTIC_VIOLENCE,
        re.compile(rf"家暴|家庭暴力|{_KIN}[^。；]{{0,12}}{_BEATS}|被{_KIN}[^。；]{{0,6}}打"),
    ),
    (
        Compartment.MINOR,
        re.compile(
            r"未成年|幼女|性侵|猥亵|校园欺凌|霸凌|(?:(?<!\d)1[0-7]|(?<!\d)[1-9]|(?<![一二三四五六七八九十])[一二三四五六七八九]|十[一二三四五六七]?)岁的?"
            rf"[^。；]{{0,4}}{_CHILD}|{_CHILD}[^。；]{{0,6}}(?:(?<!\d)1[0-7]|(?<!\d)[1-9]|(?<![一二三四五六七八九十])[一二三四五六七八九]|十[一二三四五六七]?)岁"
            rf"|{_CHILD}[^。；]{{0,8}}(?:被打|被虐待|虐待|欺负|欺凌|体罚)"
        ),
    ),
)


def pointed_at(*texts: str) -> tuple[str, str]:
    """The closed label that the words point to, the tightest first, and the word that does; ("", "") for none."""
    return next(iter(all_pointed_at(*texts)), ("", ""))


def all_pointed_at(*texts: str) -> list[tuple[str, str]]:
    """Every closed label that the words point to, the tightest first, each with the word that does."""
    text = "\n".join(texts)
    found = ((label, rule.search(text)) for label, rule in _RULES)
    return [(label, word.group()[:20]) for label, word in found if word]
