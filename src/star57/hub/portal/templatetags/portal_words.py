"""How numbers, instants and lamps are written on every page: one steady style."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from star57.hub.portal import pasting
from star57.hub.portal.lamps import Lamp
from star57.hub.portal.themes import theme_of
from star57.hub.reads.words import CHANNEL_WORDS
from star57.numbers import national as national_form

register = template.Library()


@register.simple_tag(takes_context=True)
def chosen_theme(context: Mapping[str, Any]) -> str:
    """The reader's theme; "" for the system's, and where there is no request."""
    request = context.get("request")
    return theme_of(request) if request else ""


@register.filter
def phone(e164: str | None) -> str:
    """+1 617 555 0172; a withheld number says so."""
    return _spaced(e164) if e164 else _("number withheld")


@lru_cache(maxsize=4096)
def _spaced(e164: str) -> str:
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


@register.filter
def national(e164: str | None) -> str:
    """(617) 555-0172"""
    return national_form(e164) if e164 else ""


@register.filter
def spellings(e164: str | None) -> tuple[str, ...]:
    """The ways switches usually write this number, for searching one's own records."""
    return pasting.spellings(e164) if e164 else ()


@register.filter
def how_given(how: str) -> str:
    """The way an answer came: by telephone; portal, API and agent by their names."""
    return str(CHANNEL_WORDS.get(how, how))


@register.filter
def figure(number: int) -> str:
    """10,198, grouped as the reader's language does."""
    return number_format(number, force_grouping=True)


def _in_utc(at: datetime, form: str) -> str:
    return f"{date_format(at.astimezone(UTC), form)} UTC"


@register.simple_tag
def instant(at: datetime | None) -> str:
    """An instant in UTC; a script puts the reader's own time before it."""
    if at is None:
        return ""
    return format_html('<time datetime="{}" data-instant>{}</time>', f"{at:%Y-%m-%dT%H:%M:%SZ}", _in_utc(at, "D j M Y, H:i:s"))


@register.simple_tag
def short_instant(at: datetime) -> str:
    """The same to the minute, for lists."""
    return format_html('<time datetime="{}" data-instant="short">{}</time>', f"{at:%Y-%m-%dT%H:%M:%SZ}", _in_utc(at, "D j M, H:i"))


@register.simple_tag
def office_time(at: datetime, zone: str) -> str:
    """An instant as the office's clock shows it, with its zone's name: Mon 23 Nov, 16:50 EST."""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return f"{date_format(local, 'l j F, H:i')} {local:%Z}"


@register.simple_tag
def time_left(at: datetime, now: datetime) -> str:
    """in 5 h 10 min, or 40 min ago; a script keeps it moving."""
    minutes = round((at - now).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    days, hours_left = divmod(hours, 24)
    parts = (
        [_("%(n)s d") % {"n": days}, _("%(n)s h") % {"n": hours_left}]
        if days
        else [_("%(n)s h") % {"n": hours}, _("%(n)s min") % {"n": rest}]
    )
    span = " ".join(part for part in parts if not part.startswith("0 ")) or _("less than a minute")
    text = _("in %(span)s") if minutes >= 0 else _("%(span)s ago")
    return format_html('<span data-left="{}">{}</span>', f"{at:%Y-%m-%dT%H:%M:%SZ}", text % {"span": span})


@register.simple_tag
def lamp(shown: Lamp) -> str:
    """The lamp's shape with its word."""
    return format_html(
        '<span class="lamp ink-{light}"><svg viewBox="-8 -8 16 16" aria-hidden="true">'
        '<path class="lamp-{light}" d="{shape}"/></svg>{word}</span>',
        light=shown.light.value,
        shape=shown.shape,
        word=shown.word,
    )


@register.filter
def drawn(svg: str) -> SafeString:
    """A drawing made by this program; its texts were escaped when it was written."""
    return mark_safe(svg)
