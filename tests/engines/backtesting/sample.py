"""A strategy to be named in tests, and what stands in for the process that would run it."""

import os
import sys
import time

import msgspec

from nautilus.engines.backtesting.model import FillRecord, Mark, OrderRecord, Result
from nautilus.engines.backtesting.worker import Job, Report
from nautilus.trading import Inputs, Parameters, Strategy


class Sample(Strategy):
    """Does what its parameter says."""

    class Parameters(Parameters, frozen=True, kw_only=True):
        behaviour: str = "finish"


class Reversal(Strategy):
    """Holds ten of what fell over five bars, nothing of what rose."""

    class Parameters(Parameters, frozen=True, kw_only=True):
        size: int = 10
        source: str = "factor:reversal_5"

    def inputs(self):
        return Inputs(values=(self.parameters.source,))

    def on_value(self, value):
        held = self.position(value.instrument_id)
        if value.value > 0 and not held:
            self.signal("fell", {value.name: value.value}, value.instrument_id)
            self.buy(value.instrument_id, self.parameters.size)
        elif value.value < 0 and held > 0:
            self.sell(value.instrument_id, held)


def order(number, **changes):
    values = {
        "client_order_id": f"R0-sample-{number}",
        "strategy_id": "sample",
        "instrument_id": "AAA.XNAS",
        "side": "BUY",
        "order_type": "MARKET",
        "quantity": "10",
        "price": None,
        "trigger_price": None,
        "status": "FILLED",
        "reason": "",
        "ts_event": number,
    }
    return msgspec.convert(values | changes, OrderRecord)


def fill(number, **changes):
    values = {
        "fill_id": f"R0-F{number}",
        "client_order_id": f"R0-sample-{number}",
        "strategy_id": "sample",
        "instrument_id": "AAA.XNAS",
        "side": "BUY",
        "quantity": "10",
        "price": "50.25",
        "multiplier": "1",
        "commission": "1.00",
        "currency": "USD",
        "ts_event": number,
        "sequence": number,
    }
    return msgspec.convert(values | changes, FillRecord)


RESULT = Result(
    orders=(order(1), order(2, status="REFUSED", reason="no limits are known")),
    fills=(fill(1),),
    marks=tuple(
        Mark(sequence=n, ts_event=n * 86_400_000_000_000, cash="99496.50", equity=str(99_999 + n)) for n in range(1, 6)
    ),
)


def main():
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    behaviour = job.inputs.parameters["behaviour"]
    report(Report(sequence=3))
    if behaviour == "hang":
        time.sleep(600)
    if behaviour == "crash":
        sys.stderr.write("out of luck\n")
        sys.stderr.flush()
        os._exit(3)
    report(Report(error="strategies may not do that") if behaviour == "refuse" else Report(sequence=9, result=RESULT))


def report(message):
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
