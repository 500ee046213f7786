"""Amounts of money (yuan) as papers write them: in digits and in capitals (大写). Pure: no Django."""

import re
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LIMIT = Decimal(10) ** 12  # 仟亿 is the highest place


def digits(amount: Decimal) -> str:
    """6800 → 6,800.00."""
    return f"{amount:,.2f}"


def capitals(amount: Decimal) -> str:
    """6800 → 人民币陆仟捌佰元整, as 正确填写票据和结算凭证的基本规定 has it.

    整 closes the amount unless there are 分, so that nothing can be added; 零 stands for a skipped place,
    also for missing 角 before 分. ValueError for what no paper can bear: a negative amount, a part of a 分,
    a million million and more.
    """
    if not 0 <= amount < LIMIT or amount != round(amount, 2):
        raise ValueError(f"金额 {amount} 不能写成大写：应在 0 至 9999 亿元之间，精确到分。")
    fen = int(amount * 100)
    yuan, (jiao, fen) = fen // 100, divmod(fen % 100, 10)
    text = f"{_whole(yuan)}元" if yuan or not (jiao or fen) else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif fen and text:
        text += DIGITS[0]
    return f"人民币{text}{DIGITS[fen]}分" if fen else f"人民币{text}整"


def _whole(number: int) -> str:
    """Whole yuan in groups of four places; every run of zeros that something follows is one 零."""
    if number == 0:
        return DIGITS[0]
    places = [int(sign) for sign in str(number)]
    text, rest = "", len(places)
    for digit in places:
        rest -= 1
        text += DIGITS[digit] + (PLACES[rest % 4] if digit else "")
        if rest % 4 == 0:
            text = re.sub("零+$", "", text)
            if number // 10**rest % 10**4:
                text += GROUPS[rest // 4]
            elif rest:
                text += DIGITS[0]
    return re.sub("零+", DIGITS[0], text)
