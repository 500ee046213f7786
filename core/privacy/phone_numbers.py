"""Telephone numbers: one spelling for each, and by what two are compared. Pure: no Django, no clock.

Every refusal is a ValueError whose text is a Chinese sentence for the one who typed.
"""

import re
import unicodedata

_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def normalise_phone(text: str) -> str:
    """One spelling for each phone: 19900000001, 0999-1234567, 010-12345678-8001, +12025550101."""
    typed = _NOISE.sub("", unicodedata.normalize("NFKC", text or ""))
    typed = re.sub(r"[‐‑–—―−－]", "-", typed)
    typed = re.sub(r"(?:转|分机|EXT\.?)[:：]?(?=\d)", "-", typed, flags=re.IGNORECASE).replace("--", "-")
    typed = re.sub(r"^(?:\+|00)86-?", "", typed).replace("(", "").replace(")", "-").replace("--", "-")
    compact = re.sub(r"[-.]", "", typed)
    if not compact:
        raise ValueError("没有填写电话。")
    if not re.fullmatch(r"\+?[0-9]+", compact):
        raise ValueError("电话里只能有数字、空格、括号、短横和开头的加号。")
    if compact.startswith("+") or (compact.startswith("00") and len(compact) > 12):
        return _foreign_phone(compact)
    if re.fullmatch(r"1\d{10}|[48]00\d{7}", compact):
        return compact
    if compact.startswith("0"):
        return _area_phone(typed)
    if compact.startswith("1"):
        raise ValueError(f"手机号应为 11 位，现为 {len(compact)} 位。")
    raise ValueError("固定电话请带区号，例如 0999-1234567；境外号码请以 + 开头。")


def _foreign_phone(compact: str) -> str:
    number = "+" + compact.removeprefix("+").removeprefix("00")
    if not re.fullmatch(r"\+[1-9]\d{6,14}", number):
        raise ValueError("境外号码应为 + 加国家或地区代码和号码，共 7 至 15 位数字。")
    return number


def _area_phone(typed: str) -> str:
    parts = re.fullmatch(r"(0(?:10|2\d)|0[3-9]\d\d)[-.]?(\d{7,8})(?:-(\d{1,6}))?", typed)
    if parts is None:
        raise ValueError("固定电话应为区号加 7 至 8 位号码，例如 0999-1234567，分机写在末尾的短横之后。")
    return "-".join(part for part in parts.groups() if part)


def comparable_phone(text: str) -> str:
    """The spelling by which two phones are compared: normalised where that works, else bare digits."""
    try:
        return normalise_phone(text)
    except ValueError:
        return re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", text or ""))


def phone_tail(text: str) -> str:
    """The last four digits (尾号) of a phone without its extension; empty when it is shorter."""
    number = comparable_phone(text)
    main = "".join(number.split("-")[:2])
    return main[-4:] if len(main) >= 4 else ""
