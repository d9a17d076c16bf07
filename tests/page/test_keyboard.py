"""A person with a keyboard alone finds the way, trades, changes a limit, stops everything and begins again.

What is done is looked up at the engines, not only on the page.
"""

import re
import string
import time
from decimal import Decimal

import pytest
from playwright.sync_api import Page, Request, expect

from support.api import Api
from support.browser import Visit
from support.desk import Ticket, heading, panel, shown
from support.keyboard import Keyboard

SYMBOL = "ES.XCME"
HELD_S = 2.0


@pytest.fixture(scope="module")
def run(api: Api) -> int:
    """There is a price, and nothing moves but what a test does."""
    return api.held_with_price()


@pytest.fixture
def keys(page: Page) -> Keyboard:
    return Keyboard(page)


def test_the_first_stop_skips_to_the_content(window: Visit, page: Page, keys: Keyboard) -> None:
    window.open("/risk")
    keys.tab()
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.tab()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_letters_go_to_the_pages_and_the_heading_has_the_focus(window: Visit, page: Page, keys: Keyboard) -> None:
    window.open("/")
    for letter, name, path in (("t", "Orders", "/orders"), ("r", "Risk", "/risk"), ("m", "Market", "/market")):
        page.keyboard.press("g")
        keys.press(letter)
        expect(heading(page, name)).to_be_focused()
        expect(page).to_have_url(re.compile(rf"{path}(\?.*)?$"))
        assert name in page.title()
    page.keyboard.press("g")
    keys.press("o")
    expect(heading(page, "Overview")).to_be_focused()


def test_help_lists_the_keys_and_gives_the_focus_back(window: Visit, page: Page, keys: Keyboard) -> None:
    window.open("/risk")
    edit = page.get_by_role("button", name="Edit limit: Loss of one day")
    keys.tab_to(edit)
    keys.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Hold live values still")
    page.keyboard.press("g")
    page.keyboard.press("o")  # while a dialog is open its keys are its own
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(edit).to_be_focused()


def test_the_palette_finds_a_symbol_and_a_page(window: Visit, page: Page, keys: Keyboard) -> None:
    window.open("/risk")
    keys.press("Control+k")
    dialog = page.get_by_role("dialog", name="Find")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("nflx")
    expect(dialog.get_by_role("option", name="NFLX.XNAS")).to_have_attribute("data-selected", "true")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/market\?symbol=NFLX\.XNAS$"))
    expect(page.get_by_role("combobox", name="Symbol")).to_have_value("NFLX.XNAS")
    keys.has_focus()

    keys.press("Control+k")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("order")
    expect(dialog.get_by_role("option", name="Orders")).to_have_attribute("data-selected", "true")
    page.keyboard.press("Enter")
    expect(heading(page, "Orders")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/orders$"))
    keys.has_focus()


def test_an_order_is_judged_reviewed_sent_and_explained(
    window: Visit, page: Page, keys: Keyboard, api: Api, run: int
) -> None:
    window.open("/orders")
    ticket = Ticket(page, keys)
    ticket.fill(SYMBOL, "2")
    expect(ticket.gate).to_contain_text("The gate would let it pass")
    asked = {"client_key": "asked", "instrument_id": SYMBOL, "side": "BUY", "quantity": "2", "run": run}
    verdict = api.post("execution/pretrade", **asked, price=None, trigger_price=None)
    for _, figure, ceiling in verdict["figures"]:
        expect(ticket.gate).to_contain_text(shown(figure))
        expect(ticket.gate).to_contain_text(shown(ceiling))
    expect(ticket.gate).to_contain_text(f"{Decimal(verdict['price']):,} (ask)")
    assert api.orders(run) == [], "the gate was only asked"

    before = api.position(SYMBOL)
    order_id = Ticket(page, keys).send(f"BUY 2 {SYMBOL} at the market")
    api.until(lambda: api.status(order_id) == "FILLED", "the order to be filled")
    chain = api.get(f"execution/orders/{order_id}")
    assert chain["order"]["actor"].startswith("session:")
    assert [fill["quantity"] for fill in chain["fills"]] == ["2"]
    api.until(lambda: api.position(SYMBOL) == before + 2, "the position to be booked")

    drawer = page.get_by_role("dialog", name=f"Order {order_id}")
    expect(panel(page, "Why it was sent")).to_contain_text(chain["order"]["actor"])
    gate = panel(page, "The gate")
    expect(gate).to_contain_text(f"let it pass by limits version {chain['decision']['limits_version']}")
    for _, figure, ceiling in chain["decision"]["figures"]:
        expect(gate).to_contain_text(f"{shown(figure)} USDof{shown(ceiling)} USD")
    expect(panel(page, "Fills: 1")).to_contain_text(f"2 at {Decimal(chain['fills'][0]['price']):,}")
    expect(panel(page, "Fills: 1")).to_contain_text(f"Position after it: long {before + 2}")

    journal = panel(page, "Journal").get_by_role("listitem")
    expect(journal).to_have_count(len(chain["events"]))
    for line, event in zip(journal.all(), chain["events"], strict=True):
        expect(line).to_contain_text("proved just now")
        expect(line).to_contain_text(event["journal_hash"])
        keys.tab_to(line.locator("summary"))
        expect(line.get_by_text(event["journal_hash"])).to_be_hidden()
        keys.press("Enter")
        expect(line.get_by_text(event["journal_hash"])).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    keys.has_focus()


def far_price(api: Api) -> str:
    """At which an order to buy rests."""
    return str(Decimal(api.get(f"marketdata/quotes/{SYMBOL}")["bid"]) - 40)


def test_a_resting_order_is_replaced_and_cancelled(
    window: Visit, page: Page, keys: Keyboard, api: Api, run: int
) -> None:
    far = far_price(api)
    before = api.position(SYMBOL)
    window.open("/orders")
    Ticket(page, keys).fill(SYMBOL, "1", limit=far)
    first = Ticket(page, keys).send(f"BUY 1 {SYMBOL} at {far} or better")
    api.until(lambda: api.status(first) == "ACCEPTED", "the order to rest")

    keys.use(page.get_by_role("button", name="Replace…"))
    dialog = page.get_by_role("dialog", name=f"Replace buy {SYMBOL}")
    expect(dialog).to_be_visible()
    keys.fill(dialog.get_by_role("textbox", name="Quantity"), "4")
    expect(dialog.get_by_role("region", name="Answer of the gate")).to_contain_text("The gate would refuse it")
    keys.fill(dialog.get_by_role("textbox", name="Quantity"), "2")
    expect(dialog.get_by_role("region", name="Answer of the gate")).to_contain_text("The gate would let it pass")
    keys.use(dialog.get_by_role("button", name="Replace the order"))
    expect(page).to_have_url(re.compile(rf"order=(?!{re.escape(first)}$)[\w.-]+$"))
    second = page.url.rpartition("order=")[2]
    api.until(lambda: api.status(second) == "ACCEPTED", "the new order to rest")
    replaced, resting = (api.get(f"execution/orders/{order}")["order"] for order in (first, second))
    assert (replaced["status"], replaced["replaced_by"]) == ("CANCELLED", second)
    assert (resting["status"], resting["quantity"], resting["price"]) == ("ACCEPTED", "2", far)
    expect(panel(page, "Order")).to_contain_text(f"Replaces {first}")

    keys.use(page.get_by_role("button", name="Cancel the order"))
    expect(panel(page, "Order")).to_contain_text("cancelled")
    assert api.status(second) == "CANCELLED"
    keys.has_focus()
    assert api.position(SYMBOL) == before


def test_no_single_key_sends_changes_or_stops_anything(
    window: Visit, page: Page, keys: Keyboard, api: Api, run: int
) -> None:
    """With a whole ticket, with an open order on the screen, and in the dialog of the kill switch."""
    resting = api.rest(run, SYMBOL, far_price(api))
    before = (api.standing(run), api.limits(), api.items("risk/kills"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if changes(request) else None)

    window.open("/orders")
    ticket = Ticket(page, keys)
    ticket.fill(SYMBOL, "1")
    expect(ticket.gate).to_contain_text("The gate would let it pass")
    every_key_from(page, "body")
    every_key_from(page, "h1")
    expect(ticket.gate).to_contain_text("The gate would let it pass")
    window.open(f"/orders?order={resting}")
    expect(page.get_by_role("button", name="Cancel the order")).to_be_enabled()
    every_key_from(page, DIALOG)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Kill switch").focus()
    keys.press("Enter")
    dialog = page.get_by_role("dialog", name="Kill switch")
    expect(dialog.get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.type(LETTERS)
    keys.press("Enter")
    expect(dialog.get_by_role("button", name=re.compile("^Stop all trading"))).to_be_enabled()

    assert asked == []
    assert (api.standing(run), api.limits(), api.items("risk/kills")) == before
    api.post(f"execution/orders/{resting}/cancel")


DIALOG = "[role=dialog]"
LETTERS = string.ascii_letters + string.digits + string.punctuation


def every_key_from(page: Page, selector: str) -> None:
    """Each key while the focus is there, the two that open something last."""
    focus = "element => { document.activeElement?.blur(); element.focus(); }"
    page.eval_on_selector(selector, focus)
    page.keyboard.type("".join(letter for letter in LETTERS if letter not in "/?"))
    for key in ("Enter", "Space", "Delete", "Backspace", "/", "?"):
        page.eval_on_selector(selector, focus)
        page.keyboard.press(key)
    if selector != DIALOG:
        page.keyboard.press("Escape")


def changes(request: Request) -> bool:
    """Whether a request could change something at an engine."""
    return request.method != "GET" and not request.url.endswith(("/pretrade", "/websocket/tickets"))


def test_a_limit_is_changed_with_a_reason_and_not_without(window: Visit, page: Page, keys: Keyboard, api: Api) -> None:
    before = api.limits()
    window.open("/risk")
    edit = page.get_by_role("button", name="Edit limit: Value of one order")
    keys.use(edit)
    dialog = page.get_by_role("dialog", name="Edit limit: value of one order")
    expect(dialog).to_contain_text(f"{shown(before['order_notional'])} USD")
    ceiling = str(Decimal(before["order_notional"]) + Decimal("1234.50"))
    keys.fill(dialog.get_by_role("textbox", name="New ceiling"), ceiling)
    keys.press("Enter")
    expect(dialog).to_contain_text("Say why: it is written into the journal.")
    assert api.limits() == before

    keys.fill(dialog.get_by_role("textbox", name="Reason"), "room for one more contract")
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(edit).to_be_focused()
    after = api.limits()
    assert (after["order_notional"], after["version"]) == (ceiling, before["version"] + 1)
    newest = panel(page, "Changes of limits").get_by_role("listitem").first
    expect(newest).to_contain_text(f"Version {after['version']}, session:")
    expect(newest).to_contain_text("“room for one more contract”")
    expect(newest).to_contain_text(f"{shown(before['order_notional'])} USD → {shown(ceiling)} USD")
    change = api.items("risk/changes")[0]
    assert (change["reason"], change["version"]) == ("room for one more contract", after["version"])
    assert change["actor"].startswith("session:")


def test_a_kill_is_held_confirmed_and_ended(window: Visit, page: Page, keys: Keyboard, api: Api, run: int) -> None:
    account = api.replay(run)["account"]
    resting = api.rest(run, SYMBOL, far_price(api))
    try:
        window.open("/orders")
        kill_by_keyboard(page, keys, api, account)
        api.until(lambda: api.status(resting) == "CANCELLED", "the resting order to be cancelled")

        keys.press("Escape")
        Ticket(page, keys).fill(SYMBOL, "1")
        expect(Ticket(page, keys).gate).to_contain_text("The gate would refuse it: ")
        expect(Ticket(page, keys).gate).to_contain_text("kill")
        refused = Ticket(page, keys).send(f"BUY 1 {SYMBOL} at the market")
        api.until(lambda: api.status(refused) == "REFUSED", "the refusal to be written down")
        expect(panel(page, "The gate")).to_contain_text("refused it")
        page.keyboard.press("Escape")

        rearm_by_keyboard(page, keys, api, account)
        Ticket(page, keys).fill(SYMBOL, "1", sell=True)
        expect(Ticket(page, keys).gate).to_contain_text("The gate would let it pass")
        passed = Ticket(page, keys).send(f"SELL 1 {SYMBOL} at the market")
        api.until(lambda: api.status(passed) == "FILLED", "the order to be filled")
    finally:
        if api.limits()["halted"]:
            api.post("risk/rearm", account=account, reason="the test is over")


def kill_by_keyboard(page: Page, keys: Keyboard, api: Api, account: str) -> None:
    """Read what it would do, say why, let go too early, hold, read what it did."""
    would = api.get("risk/kill/preview")
    keys.use(page.get_by_role("button", name="Kill switch"))
    dialog = page.get_by_role("dialog", name="Kill switch")
    reason = dialog.get_by_role("textbox", name="Reason")
    expect(reason).to_be_focused()
    expect(dialog).to_contain_text(f"Every new order of {account} is refused")
    orders, positions = len(would["orders"]), len(would["positions"])
    expect(dialog).to_contain_text(f"{orders} open {'order is' if orders == 1 else 'orders are'} cancelled.")
    expect(dialog).to_contain_text("1 open position stays" if positions else "There are no open positions.")
    expect(dialog).to_contain_text("1 running strategy gets no order through.")
    button = dialog.get_by_role("button", name=f"Stop all trading of {account}")
    expect(button).to_be_disabled()
    keys.type("the keyboard test")
    keys.tab_to(button)
    page.keyboard.down("Space")
    expect(button).to_contain_text("s left")
    page.keyboard.up("Space")
    expect(dialog).to_contain_text("Cancelled: hold for 2 seconds.")
    assert not api.limits()["halted"]

    pressed_ns = time.time_ns()
    page.keyboard.down("Space")
    halted = page.get_by_role("dialog", name=f"Trading of {account} is halted")
    expect(halted).to_contain_text("confirmed: nothing trades")
    page.keyboard.up("Space")
    kill = api.items("risk/kills")[0]
    assert kill["killed_ns"] - pressed_ns >= HELD_S * 1e9, "a shorter press was enough"
    assert (kill["account"], kill["state"], kill["reason"]) == (account, "CONFIRMED", "the keyboard test")
    assert kill["actor"].startswith("session:")
    assert api.limits()["halted"]
    expect(halted).to_contain_text(f"{kill['cancelled']} open orders")
    expect(halted).to_contain_text(f"{kill['actor']}: the keyboard test")
    expect(page.get_by_role("button", name=f"HALTED {account}", include_hidden=True)).to_be_visible()


def rearm_by_keyboard(page: Page, keys: Keyboard, api: Api, account: str) -> None:
    keys.use(page.get_by_role("button", name=f"HALTED {account}"), back=True)
    dialog = page.get_by_role("dialog", name=f"Trading of {account} is halted")
    expect(dialog.get_by_role("textbox", name="Reason to re-arm")).to_be_focused()
    button = dialog.get_by_role("button", name=f"Allow orders of {account} again")
    expect(button).to_be_disabled()
    keys.type("the keyboard test goes on")
    keys.tab_to(button)
    page.keyboard.down("Space")
    expect(dialog).to_be_hidden()
    page.keyboard.up("Space")
    keys.has_focus()
    assert not api.limits()["halted"]
    kill = api.items("risk/kills")[0]
    assert kill["rearm_reason"] == "the keyboard test goes on"
    assert kill["rearm_actor"].startswith("session:")
