"""The closed family of refusals. Each surface maps it once: 404, 403, 409, 422, 429. The first argument is a text for translators."""

from collections.abc import Callable
from typing import TypeAlias

Value: TypeAlias = "str | int | Refused | tuple[Refused, ...] | None"


def told(text: str) -> str:
    """Marks a text that a refusal will say, for whoever collects texts to translate."""
    return text


class Refused(Exception):
    """Something asked for was not done. The text says what and what to do next; field names the input at fault, if one is.

    template is one of a closed set, with %(name)s where values go, so that a surface can say it in its reader's language.
    """

    code = "refused"

    def __init__(self, template: str, field: str | None = None, /, **values: Value) -> None:
        self.template, self.field, self.values = template, field, values
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """In English, as the API says it."""
        return self.said_in(told)

    def said_in(self, translated: Callable[[str], str]) -> str:
        """In the words of whoever translates a template."""
        if not self.values:
            return translated(self.template)
        return translated(self.template) % {name: _said(value, translated) for name, value in self.values.items()}


def _said(value: Value, translated: Callable[[str], str]) -> str | int | None:
    if isinstance(value, Refused):
        return value.said_in(translated)
    if isinstance(value, tuple):
        return " ".join(each.said_in(translated) for each in value)
    return value


class NotFound(Refused):
    """It does not exist, or it is out of the actor's reach: the two look alike."""

    code = "not_found"


class NotAllowed(Refused):
    """The actor may see it but not do this."""

    code = "not_allowed"


class WrongState(Refused):
    """It cannot be done as things stand now."""

    code = "wrong_state"


class Invalid(Refused):
    """The input is not usable; field says which."""

    code = "invalid"


class TooSoon(Refused):
    """Not yet, or not so often; retry_after_s says when to try again."""

    code = "too_soon"

    def __init__(self, template: str, retry_after_s: int, /, **values: Value) -> None:
        super().__init__(template, None, **values)
        self.retry_after_s = retry_after_s
