"""The signs a path is drawn with: tracks, stations, ends. Only shapes and classes; colours are the style sheet's."""

from collections.abc import Callable, Mapping

from star57.hub.portal.lamps import Lamp
from star57.hub.portal.path_plan import Certainty
from star57.hub.portal.svg import element, label

RADIUS = 12


def track(path: str, certainty: Certainty, middle: tuple[float, float]) -> str:
    """The line of one hand-over: solid when both say so, hollow when one does, cut when denied, dotted when taken back."""
    if certainty is Certainty.TAKEN_BACK:
        return element("path", d=path, class_="track track-taken-back", fill="none")
    casing = element("path", d=path, class_=f"track track-{certainty.value}", fill="none")
    if certainty is Certainty.BOTH:
        return casing
    core = element("path", d=path, class_="track-core", fill="none")
    return casing + core + (_cut(*middle) if certainty is Certainty.DENIED else "")


def _cut(x: float, y: float) -> str:
    gap = element("rect", x=x - 7, y=y - 10, width=14, height=20, class_="track-gap")
    return gap + element(
        "path", d=f"M{x - 9:g} {y + 8:g}L{x - 3:g} {y - 8:g}M{x + 3:g} {y + 8:g}L{x + 9:g} {y - 8:g}", class_="track-cut", fill="none"
    )


def station(x: float, y: float, lamp: Lamp, key: str) -> str:
    """A ring with the lamp in it."""
    ring = element("circle", r=RADIUS, class_="station-ring")
    shape = element("path", d=lamp.shape, class_=f"lamp-{lamp.light.value}")
    return element("g", ring, shape, transform=f"translate({x:g} {y:g})", class_="station", data_hop=key, data_state=lamp.word)


def subscriber(x: float, y: float) -> str:
    """Where the call arrived: a filled square, where every path begins."""
    return element("rect", x=x - 8, y=y - 8, width=16, height=16, rx=2, class_="subscriber")


def stub(x: float, y: float, to: tuple[float, float]) -> str:
    """Where the path will grow."""
    return element("path", d=f"M{x:g} {y:g}L{to[0]:g} {to[1]:g}", class_="track-stub", fill="none")


def terminus(kind: str, country: str, x: float, y: float) -> str:
    """The sign of an end at a point, under its country's code; a kind without a sign of its own is a question."""
    code = label(0, -28, country, "end-code", text_anchor="middle") if country else ""
    return element("g", SIGNS.get(kind, _question)(), code, transform=f"translate({x:g} {y:g})", class_=f"end end-{kind}")


def _customer() -> str:
    return element("circle", cy=-5, r=5.5, class_="end-solid") + element("path", d="M-11 12C-11 0 11 0 11 12Z", class_="end-solid")


def _country() -> str:
    posts = element("path", d="M-5 -20V20M5 -20V20", class_="end-border", fill="none")
    return posts + element("path", d="M-10 0H-14M10 0H16", class_="end-line", fill="none")


def _silence() -> str:
    return "".join(element("circle", cx=x, r=r, class_="end-silence") for x, r in ((-10, 3), (0, 2.2), (9, 1.5), (17, 1)))


def _declined() -> str:
    return element("path", d="M0 -16V16", class_="end-bar", fill="none") + element("path", d="M7 -10V10", class_="end-line", fill="none")


def _no_record() -> str:
    return element("circle", r=11, class_="end-empty", fill="none") + element(
        "path", d="M-7.5 7.5L7.5 -7.5", class_="end-line", fill="none"
    )


def _withdrawn() -> str:
    return element("path", d="M-8 -8L8 8M-8 8L8 -8", class_="end-line", fill="none")


def _question() -> str:
    ring = element("circle", r=13, class_="end-question", fill="none")
    return ring + element("path", d="M-4 -3.6C-4 -9 4.4 -9 4.4 -3.6C4.4 -.6 .1 -.8 .1 3M.1 6.6V7.6", class_="end-mark", fill="none")


SIGNS: Mapping[str, Callable[[], str]] = {
    "customer": _customer,
    "country": _country,
    "silence": _silence,
    "declined": _declined,
    "no_record": _no_record,
    "withdrawn": _withdrawn,
    "question": _question,
}
