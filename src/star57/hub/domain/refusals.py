"""The closed family of refusals. Each surface maps it once: 404, 403, 409, 422, 429."""


class Refused(Exception):
    """Something asked for was not done. The text says what and what to do next; field names the input at fault, if one is."""

    code = "refused"

    def __init__(self, text: str, field: str | None = None) -> None:
        self.text, self.field = text, field
        super().__init__(text)


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

    def __init__(self, text: str, retry_after_s: int) -> None:
        super().__init__(text)
        self.retry_after_s = retry_after_s
