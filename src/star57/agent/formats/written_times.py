"""The ways in which programs write a time for people, brought into ISO 8601. 11/12/2026 stays as it is: nobody
knows the month who was not told the order."""

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ZONES = {"utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00"}
_ZONES |= {"mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00"}  # the names of RFC 5322; others mean several zones
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:\s*([ap])\.?m\b\.?)?(?=$|[\s,Zz+-])", re.IGNORECASE)
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[ -](?P<m>[A-Za-z]{3,9})[ ,-]+(?P<y>\d{4})"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.? +(?P<d>\d{1,2}),? +(?P<y>\d{4})"),
)
_DIGITS_ALONE = re.compile(r"(?<!\d)(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")
_ZONE = re.compile(r"\b(?P<word>[A-Za-z]{1,4})\b|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?(?!\d)")


def as_iso(text: str) -> str:
    """The same time as datetime.fromisoformat() reads it; a text that is none of these comes back as it was."""
    clock = _CLOCK.search(text)
    rest = f"{text[: clock.start()]} {text[clock.end() :]}" if clock else ""
    date = next((found for form in _DATES if (found := form.search(rest))), None)
    month = _month(date["m"]) if date else 0
    if clock is None or date is None or not month:
        return text
    hours, minutes, seconds, fraction, half = clock.groups()
    if half:
        hours = str(int(hours) % 12 + (12 if half in "pP" else 0))
    written = f"{hours:0>2}:{minutes}" + (f":{seconds}" if seconds else "") + (f".{fraction}" if fraction else "")
    zone = _zone(f"{rest[: date.start()]} {rest[date.end() :]}")
    return f"{date['y']}-{month:02}-{int(date['d']):02} {written}{zone}"


def in_order(text: str, order: str) -> str:
    """A date all in digits with its year, month and day as `order` ("dmy", "mdy", "ymd") has them, brought into ISO 8601."""
    found = _DIGITS_ALONE.search(text)
    if found is None:
        return text
    part = dict(zip(order, found.group(1, 3, 4), strict=True))
    if len(part["d"]) > 2 or len(part["m"]) > 2 or len(part["y"]) not in (2, 4):
        return text
    year = part["y"] if len(part["y"]) == 4 else f"20{part['y']}"
    return f"{text[: found.start()]}{year}-{part['m']:0>2}-{part['d']:0>2}{text[found.end() :]}"


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in _MONTHS else 0


def _zone(rest: str) -> str:
    for found in _ZONE.finditer(rest):
        if found["sign"]:
            return f"{found['sign']}{found['hours']}:{found['minutes'] or '00'}"
        if found["word"].lower() in _ZONES:
            return _ZONES[found["word"].lower()]
    return ""
