"""A person without a mouse: every key goes through the page's focus, which must be there and be seen."""

from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page, expect
from playwright.sync_api import TimeoutError as LateError

MOST_STOPS = 160
"""Of one round through a page by Tab; who has not arrived by then never will."""
_FOCUS = """
(wanted) => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const { x, y, width, height } = element.getBoundingClientRect();
  return {
    reached: element === wanted,
    text: element.outerHTML.slice(0, 160),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    inside: width > 0 && height > 0 && x < innerWidth && y < innerHeight && x + width > 0 && y + height > 0,
  };
}
"""


class Keyboard:
    """Keys alone. After each of them the focus is somewhere, and after Tab it is at a place that a person sees."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._before = ""

    def press(self, *keys: str) -> None:
        """One key after the other, as Playwright names them; `Control+k` is a chord."""
        for key in keys:
            self.page.keyboard.press(key)
            self.has_focus()

    def type(self, text: str) -> None:
        """Over what stands in the field with the focus."""
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.has_focus()

    def tab(self, wanted: ElementHandle | None = None, *, back: bool = False) -> dict[str, Any]:
        """One stop on; what has the focus then, and whether that is `wanted`."""
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        focus = self.has_focus(wanted)
        assert focus["ring"], f"nobody sees that the focus is here: {focus['text']}"
        assert focus["inside"], f"the focus is out of sight: {focus['text']}"
        return focus

    def tab_to(self, wanted: Locator, *, back: bool = False) -> None:
        """Tab until `wanted` has the focus."""
        element = wanted.element_handle()
        if self.page.evaluate("(wanted) => document.activeElement === wanted", element):
            return
        passed = []
        for _ in range(MOST_STOPS):
            focus = self.tab(element, back=back)
            if focus["reached"]:
                return
            passed.append(focus["text"])
        raise AssertionError(f"{wanted} is not reached by Tab; on the way were\n" + "\n".join(passed))

    def use(self, wanted: Locator, *, back: bool = False) -> None:
        """Tab to a button or link and press Enter."""
        expect(wanted).to_be_enabled()
        self.tab_to(wanted, back=back)
        self.press("Enter")

    def fill(self, wanted: Locator, text: str, *, back: bool = False) -> None:
        """Tab to a field and type."""
        self.tab_to(wanted, back=back)
        self.type(text)
        expect(wanted).to_have_value(text)

    def has_focus(self, wanted: ElementHandle | None = None) -> dict[str, Any]:
        """What has the focus, once something has: a view that comes may take a moment to give it to its heading."""
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS, wanted)
        if found is None:
            try:
                self.page.wait_for_function("() => document.activeElement && document.activeElement !== document.body")
            except LateError as error:
                raise AssertionError(f"the focus is lost; before, this had it: {self._before}") from error
            found = self.page.evaluate(_FOCUS, wanted)
        assert found
        self._before = found["text"]
        return found
