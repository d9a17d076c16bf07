"""Build all of it: `python -m nautilus.sample.build [FOLDER OF WHEELS]`."""

import sys
import tempfile
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

import nautilus.sample
from nautilus.sample.build import equities, indices, macro, trades
from nautilus.sample.build.manifest import manifest
from nautilus.sample.build.notices import write_notices
from nautilus.sample.build.wheels import Shelf

_DELTA = "DELTA_BINARY_PACKED"


def build(shelf: Shelf, root: Path) -> None:
    """Write data and notices under `root`, replacing what is there."""
    data, notices = root / "data", root / "notices"
    data.mkdir(exist_ok=True)
    notices.mkdir(exist_ok=True)
    _write(equities.equity_bars(shelf), data / "equities.parquet", {"valid": _DELTA, "known": _DELTA})
    _write(indices.index_bars(shelf), data / "indices.parquet", {"valid": _DELTA, "known": _DELTA})
    _write(trades.trades(shelf), data / "trades.parquet", {"ts_event": _DELTA})
    _write(macro.observations(shelf), data / "observations.parquet", {"valid": _DELTA, "known": _DELTA})
    (data / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest()), indent=1) + b"\n")
    write_notices(shelf, notices)


def _write(table: pa.Table, path: Path, encodings: dict[str, str]) -> None:
    dictionaries = [name for name in table.schema.names if name not in encodings]
    pq.write_table(
        table, path, compression="zstd", compression_level=19, use_dictionary=dictionaries, column_encoding=encodings
    )


if __name__ == "__main__":
    target = Path(nautilus.sample.__file__).parent
    if len(sys.argv) > 1:
        build(Shelf(Path(sys.argv[1])), target)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            build(Shelf(Path(temporary)), target)
