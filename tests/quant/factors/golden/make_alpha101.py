"""Writes alpha101.csv: values of the library alpha101v on the panel of `panel()`.

Made once with `pip install alpha101v==0.1.9 numpy==2.5.5 pandas==3.1.1 scipy==1.18.1` on Python 3.13, in an
environment of its own, by `python make_alpha101.py`. The library is MIT-licensed and shares no code with ours.
"""

from pathlib import Path

import numpy as np

FIELDS = ("open", "high", "low", "close", "volume")
ROWS, COLUMNS = 60, 5


def panel() -> dict[str, np.ndarray]:
    """Prices and volumes of integers only, so that every machine makes the same: a congruential sequence."""
    state = 20_131
    draws = []
    for _ in range(ROWS * COLUMNS * 5):
        state = (1_103_515_245 * state + 12_345) % 2**31
        draws.append(state >> 16)
    cells = np.array(draws, dtype=np.float64).reshape(5, ROWS, COLUMNS)
    close = 100.0 + np.cumsum(cells[0] % 9 - 4.0, axis=0) / 4.0
    open_ = close + (cells[1] % 9 - 4.0) / 8.0
    high = np.maximum(open_, close) + cells[2] % 5 / 8.0
    low = np.minimum(open_, close) - cells[3] % 5 / 8.0
    volume = 1_000.0 + cells[4] % 997
    fields = dict(zip(FIELDS, (open_, high, low, close, volume), strict=True))
    for values in fields.values():
        values[31, 2] = np.nan
    return fields


def main() -> None:
    import pandas as pd
    from alpha101v import factors

    frames = {name: pd.DataFrame(values) for name, values in panel().items()}
    open_, high, low, close, volume = (frames[name] for name in FIELDS)
    values = {
        "alpha004": factors.alpha4(low=low),
        "alpha012": factors.alpha12(close=close, volume=volume),
        "alpha033": factors.alpha33(Open=open_, close=close),
        "alpha044": factors.alpha44(high=high, volume=volume),
        "alpha101": factors.alpha101(close=close, Open=open_, high=high, low=low),
    }
    lines = ["name,row,column,value"]
    lines += [
        f"{name},{row},{column},{value!r}"
        for name, each in values.items()
        for (row, column), value in np.ndenumerate(each.to_numpy(dtype=float).astype(object))
    ]
    Path(__file__).with_name("alpha101.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
