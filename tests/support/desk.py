"""The parts of the page that its tests work with, and how it writes what the engines say."""

import re
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from support.keyboard import Keyboard

PATIENCE_MS = 60_000
"""For what engines and page do after something was asked, on a machine that is busy with other tests."""


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=1)


def panel(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def connection(page: Page) -> Locator:
    """Whether live values come in, in a word."""
    return page.get_by_label("Connection", exact=True)


def row_keys(table: Locator) -> list[str]:
    """What the rows of a table are about, as far as they are rendered, from the top."""
    keys: list[str] = table.locator("tr[data-key]").evaluate_all("rows => rows.map((row) => row.dataset.key)")
    return keys


def shown(amount: str | Decimal | int, places: int = 2) -> str:
    """An amount as the page writes it."""
    return f"{Decimal(amount):,.{places}f}".replace("-", "−")


class Ticket:
    """The order ticket, by keyboard."""

    def __init__(self, page: Page, keys: Keyboard) -> None:
        self.panel = panel(page, "Ticket")
        self.gate = self.panel.get_by_role("region", name="Answer of the gate")
        self._page = page
        self._keys = keys

    def fill(self, instrument: str, quantity: str, *, limit: str | None = None, sell: bool = False) -> None:
        """From the top of Orders through the whole ticket."""
        self._keys.fill(self.panel.get_by_role("combobox", name="Instrument"), instrument)
        self._keys.tab_to(self.panel.get_by_role("radio", name="Buy"))
        if sell:
            self._keys.press("ArrowDown")
            expect(self.panel.get_by_role("radio", name="Sell")).to_be_checked()
        kind = self.panel.get_by_role("combobox", name="Type")
        self._keys.tab_to(kind)
        if limit is not None:
            self._keys.press("ArrowDown")
            expect(kind).to_have_value("LIMIT")
        self._keys.fill(self.panel.get_by_role("textbox", name="Quantity"), quantity)
        if limit is not None:
            self._keys.fill(self.panel.get_by_role("textbox", name="Limit price"), limit)

    def send(self, says: str) -> str:
        """Review what stands in it, send that, open the order; its id."""
        dialog = self._page.get_by_role("dialog", name="Send this order?")
        self._keys.use(self.panel.get_by_role("button", name=re.compile("^Review")))
        expect(dialog).to_contain_text(says)
        self._keys.use(dialog.get_by_role("button", name="Send"))
        after = dialog.get_by_role("button", name="Show the order")
        expect(after).to_be_visible()
        self._keys.use(after)
        expect(self._page).to_have_url(re.compile(r"order=[\w.-]+"))
        return self._page.url.rpartition("order=")[2]
