"""How somebody works a page: with a pointer, or by keyboard alone, told what a screen reader is told."""

import re
from collections.abc import Callable
from typing import Any, Protocol

MOST_STOPS = 150
NOWHERE = "none"  # the page's body: before the first stop and after the last
IS_SEEN = """() => {
    const focus = document.activeElement, box = focus.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + Math.min(box.height, 40) / 2;
    const top = document.elementFromPoint(x, y);
    const own = [focus, ...(focus.labels || [])];
    return focus.matches(":focus-visible") && top !== null && own.some((each) => each.contains(top) || top.contains(each));
}"""


class Hands(Protocol):
    """What can be done to a page, by what a control is called."""

    def press(self, page: Any, role: str, name: str) -> None:
        """A button or a link that leads on."""

    def unfold(self, page: Any, name: str) -> None:
        """What stands folded up under these words."""

    def write(self, page: Any, label: str, text: str) -> None:
        """Into a field, in place of what it holds."""

    def pick(self, page: Any, label: str, choice: str) -> None:
        """From a list."""

    def choose(self, page: Any, name: str) -> None:
        """One of several answers, by how it begins."""


class Pointer:
    """A mouse or a finger."""

    def press(self, page: Any, role: str, name: str) -> None:
        page.get_by_role(role, name=name, exact=True).first.click()

    def unfold(self, page: Any, name: str) -> None:
        page.get_by_text(name, exact=True).click()

    def write(self, page: Any, label: str, text: str) -> None:
        page.get_by_label(label, exact=True).fill(text)

    def pick(self, page: Any, label: str, choice: str) -> None:
        page.get_by_label(label, exact=True).select_option(label=choice)

    def choose(self, page: Any, name: str) -> None:
        page.get_by_role("radio", name=re.compile(f"^{re.escape(name)}")).check()


class Keyboard:
    """Tab, Enter, Space, arrows and letters. Every stop is read off the accessibility tree, and every one that is used can be seen."""

    def press(self, page: Any, role: str, name: str) -> None:
        self.reach(page, lambda stop, named: (stop, named) == (role, name), f"{role} {name}")
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def unfold(self, page: Any, name: str) -> None:
        self.reach(page, lambda stop, named: (stop, named) == ("DisclosureTriangle", name), name)
        page.keyboard.press("Enter")

    def write(self, page: Any, label: str, text: str) -> None:
        self.reach(page, lambda _stop, named: named == label, label)
        if page.evaluate("() => document.activeElement.type") == "datetime-local":
            _write_instant(page, text)
            return
        page.keyboard.press("Control+A")
        page.keyboard.type(text)

    def pick(self, page: Any, label: str, choice: str) -> None:
        self.reach(page, lambda stop, named: (stop, named) == ("combobox", label), label)
        page.keyboard.type(choice.split(maxsplit=1)[0])
        chosen = page.evaluate("() => document.activeElement.selectedOptions[0].label")
        assert chosen == choice, chosen

    def choose(self, page: Any, name: str) -> None:
        self.reach(page, lambda stop, _named: stop == "radio", "radio")
        page.keyboard.press("Space")
        for _ in range(12):
            if _focus(page)[1].startswith(name):
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no answer begins with {name}")

    def reach(self, page: Any, is_it: Callable[[str, str], bool], what: str) -> list[str]:
        """Press Tab until the focus is there, unless the page has put it there; everything passed on the way."""
        passed: list[str] = []
        while True:
            role, name = _focus(page)
            if is_it(role, name):
                assert page.evaluate(IS_SEEN), f"{what} has the focus and cannot be seen"
                return passed
            assert name or role == NOWHERE, f"a stop without a name, after {passed}"
            assert len(passed) < MOST_STOPS, f"{what} is not among {passed}"
            passed.append(f"{role} {name}")
            page.keyboard.press("Tab")


def _focus(page: Any) -> tuple[str, str]:
    """Role and name of what has the focus, as a screen reader is told."""
    tree = page.context.new_cdp_session(page)
    found = tree.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    node = tree.send("Accessibility.getPartialAXTree", {"objectId": found, "fetchRelatives": False})["nodes"][0]
    tree.detach()
    role, name = node["role"]["value"], node.get("name", {}).get("value", "").strip()
    return (NOWHERE, "") if role == "RootWebArea" else (role, name)


def _write_instant(page: Any, written: str) -> None:
    """2026-11-23T13:50:00 into the parts of a date field as an American browser shows them."""
    year, month, day, hour, minute, second = re.split(r"[-T:]", written)
    page.keyboard.type(f"{month}{day}{year}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(f"{(int(hour) + 11) % 12 + 1:02}{minute}{second}{'AM' if int(hour) < 12 else 'PM'}")
    assert page.evaluate("() => document.activeElement.value").startswith(written.removesuffix(":00"))
