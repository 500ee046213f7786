"""Numbers that name a person, an organisation or a matter. Pure: no Django, no clock.

Every refusal is a ValueError whose text is a Chinese sentence for the one who typed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

# GB/T 2260, first two digits. 81–83 are the residence permits of 港澳台 residents.
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
GROWN, CONSENTS_SELF, ACTS_WITH, EARNS = 18, 14, 8, 16  # years: 民法典 17–20, 个人信息保护法 31
SEX_WORDS = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}  # GB/T 2261.1
LOST_DIGITS = "第 16 至 18 位是 0：表格把号码当数字存，丢了末几位，请照证件重新填写（那一列先设成文本）。"
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Identity:
    """What a citizen's number (GB 11643) says. `sex` is a code of GB/T 2261.1."""

    number: str = field(repr=False)
    sex: str
    birth_on: date = field(repr=False)
    region: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatterCode:
    """The parts of a code (一案一码): region of six digits, day of registration, serial of that year."""

    region: str
    day: date
    serial: int


def clean_number(text: str) -> str:
    """Full-width signs made plain, spaces and invisible signs dropped, letters made capital."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text or "")).upper()


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11-2: the sign (0–9 or X) that follows the digits."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]


def parse_id_number(text: str, today: date) -> Identity:
    """Read a citizen's number (GB 11643-1999). An unknown region prefix only warns."""
    number = clean_number(text)
    _require_id_shape(number)
    birth_on = _birth_date(number[6:14], today)
    right = check_digit(number[:17])
    # A spreadsheet keeps fifteen digits and zeroes the rest; sequence 000 is never given out.
    if number[14:17] == "000" or (number[15:] == "000" and right != "0"):
        raise ValueError(LOST_DIGITS)
    if number[17] != right:
        raise ValueError(f"第 18 位应为 {right}，现为 {number[17]}，请对照证件核一遍。")
    unknown = f"前两位 {number[:2]} 不是已知的省级代码，请对照证件核一遍。"
    warnings = () if number[:2] in PROVINCES else (unknown,)
    return Identity(number, "1" if int(number[16]) % 2 else "2", birth_on, number[:6], warnings)


def _require_id_shape(number: str) -> None:
    if not number:
        raise ValueError("没有填写公民身份号码。")
    if re.fullmatch(r"[0-9]{15}", number):
        raise ValueError("这是 15 位的旧号码，已停止使用；请填写第二代居民身份证上的 18 位号码。")
    if len(number) != 18:
        raise ValueError(f"公民身份号码应为 18 位，现为 {len(number)} 位。")
    for place, sign in enumerate(number, 1):
        if sign not in "0123456789" and not (place == 18 and sign == "X"):
            wanted = "数字或 X" if place == 18 else "数字"
            raise ValueError(f"第 {place} 位应为{wanted}，现为“{sign}”，请对照证件核一遍。")


def _birth_date(digits: str, today: date) -> date:
    try:
        birth_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(f"第 7 至 14 位 {digits} 不是真实的日期，请对照证件核一遍。") from None
    if birth_on > today:
        raise ValueError(f"第 7 至 14 位的出生日期 {birth_on:%Y-%m-%d} 晚于今天，请对照证件核一遍。")
    return birth_on


def full_years(born: date, on: date) -> int:
    """Full years on a day; who was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def differences(identity: Identity, sex: str = "", birth_on: date | None = None) -> list[str]:
    """Sentences for what was typed and the number says otherwise; unknown sex (0, 9) never differs."""
    found = []
    if sex in ("1", "2") and sex != identity.sex:
        found.append(f"证件号码显示性别为{SEX_WORDS[identity.sex]}，填写的是{SEX_WORDS[sex]}。")
    if birth_on and birth_on != identity.birth_on:
        found.append(f"证件号码显示出生于 {identity.birth_on:%Y-%m-%d}，填写的是 {birth_on:%Y-%m-%d}。")
    return found


def parse_credit_code(text: str) -> str:
    """Read a unified social credit code (GB 32100-2015): 18 signs, check sign modulo 31."""
    code = clean_number(text)
    if len(code) != 18:
        raise ValueError(f"统一社会信用代码应为 18 位，现为 {len(code)} 位。")
    for place, sign in enumerate(code, 1):
        if sign not in _CREDIT_SIGNS:
            raise ValueError(f"第 {place} 位“{sign}”不会出现在统一社会信用代码里（不用 I、O、S、V、Z）。")
    right = credit_check_sign(code[:17])
    if code[17] != right:
        raise ValueError(f"第 18 位应为 {right}，现为 {code[17]}，请对照执照核一遍。")
    return code


def credit_check_sign(signs: str) -> str:
    """The 18th sign of a credit code: weights are the powers of 3 modulo 31."""
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(signs))
    return _CREDIT_SIGNS[-total % 31]


def matter_code(region: str, day: date, serial: int) -> str:
    """SX + region of six digits + yyyyMMdd + the year's serial (four digits, or more) + check sign."""
    if not re.fullmatch(r"[0-9]{6}", region):
        raise ValueError("区划代码应为 6 位数字。")
    if not 1 <= serial <= 999999:
        raise ValueError("流水号应在 1 至 999999 之间。")
    digits = f"{region}{day:%Y%m%d}{serial:04}"
    return f"SX{digits}{check_digit(digits)}"


def parse_matter_code(text: str) -> MatterCode:
    """Read a code that somebody typed or scanned; wrong length, date or check sign is refused."""
    code = clean_number(text)
    if not re.fullmatch(r"SX[0-9]{18,20}[0-9X]", code):
        raise ValueError("事项编号应为 SX 加 18 位以上数字和 1 位校验码。")
    right = check_digit(code[2:-1])
    if code[-1] != right:
        raise ValueError("事项编号的校验码不对，请对照回执核一遍。")
    try:
        day = date(int(code[8:12]), int(code[12:14]), int(code[14:16]))
    except ValueError:
        raise ValueError("事项编号里的日期不是真实的日期，请对照回执核一遍。") from None
    return MatterCode(code[2:8], day, int(code[16:-1]))


def is_matter_code(text: str) -> bool:
    """Whether the text is a whole and right code: the search box asks."""
    try:
        parse_matter_code(text)
    except ValueError:
        return False
    return True
