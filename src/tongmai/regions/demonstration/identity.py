"""Synthetic identity numbers: form and check digit of GB 11643 on an area code that is assigned to nobody: no county of
a prefecture is numbered 99."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_digit(first_seventeen: str) -> str:
    """The eighteenth place (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def identity_number(born: date, gender: str, ordinal: int, prefecture: str) -> str:
    """`prefecture`: the code that the area is of. `ordinal` tells people of one day and gender apart, 0 to 499; odd
    sequence numbers are men's."""
    if not 0 <= ordinal < 500:
        raise ValueError(f"no sequence number left for {born}")
    sequence = ordinal * 2 + (1 if gender == "male" else 0)
    body = f"{prefecture[:4]}99{born:%Y%m%d}{sequence:03d}"
    return body + check_digit(body)
