"""Writes SVG elements as text: every attribute quoted, every text escaped, never a style attribute."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.w3.org/2000/svg"


def element(tag: str, /, *children: str, **attributes: str | float | None) -> str:
    """One element. Attribute names: a trailing _ is dropped, other _ become -; None leaves the attribute out."""
    written = "".join(f" {_name(key)}={quoteattr(_value(value))}" for key, value in attributes.items() if value is not None)
    inner = "".join(children)
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"


def words(text: str) -> str:
    """Text content, escaped."""
    return escape(text)


def label(x: float, y: float, text: str, class_: str, **attributes: str | float | None) -> str:
    """One line of text at a point."""
    return element("text", words(text), x=x, y=y, class_=class_, **attributes)


def wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    """The text in at most so many lines of at most so many characters; what does not fit ends with an ellipsis."""
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return tuple(_cut(line, width) for line in found)


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def picture(name: str, title: str, description: str, size: tuple[float, float], class_: str, body: Iterable[str]) -> str:
    """A whole <svg> with its title and description; name makes their ids unique on a page."""
    width, height = size
    return element(
        "svg",
        element("title", words(title), id=f"{name}-title"),
        element("desc", words(description), id=f"{name}-desc") if description else "",
        *body,
        xmlns=NAMESPACE,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc" if description else None,
        class_=class_,
        width=width,
        height=height,
        viewBox=f"0 0 {_value(width)} {_value(height)}",
    )


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
