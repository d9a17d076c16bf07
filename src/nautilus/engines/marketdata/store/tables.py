"""How each kind of fact lies in the database: its table, its key, its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FactTable:
    """`key` names what a row is about; `values` is what a version may change. `text_json` columns are cast to jsonb."""

    name: str
    key: Sequence[str]
    values: Sequence[str]
    has_versions: bool
    """Whether a later payload may say something else of the same key. If not, a key is stored once."""
    versions: str = ""
    """Where versions after the first go, if not beside it; they are compared with those of `every`."""
    every: str = ""
    split_by: Sequence[str] = ()
    """Columns that end a row's dataset, after table and source: see `marketdata.watermark`."""
    time: str = "valid"
    """Whose year is a row's period."""
    text_json: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[str]:
        return [*self.key, *self.values]

    @property
    def dataset(self) -> str:
        """SQL of a row's dataset."""
        return f"'{self.name}/' || source" + "".join(f" || '/' || {name}" for name in self.split_by)

    @property
    def year(self) -> str:
        """SQL of a row's period."""
        time = "to_timestamp(ts_event / 1000000000)" if self.time == "ts_event" else self.time
        return f"extract(year FROM {time})::integer"


FACT_TABLES: Mapping[str, FactTable] = {
    "bars": FactTable(
        "bar",
        ("instrument_id", "step_seconds", "price_type", "valid"),
        ("open", "high", "low", "close", "volume", "adjusted", "adjusted_close"),
        has_versions=True,
        versions="bar_version",
        every="every_bar",
        split_by=("price_type", "step_seconds"),
    ),
    "trades": FactTable(
        "trade",
        ("instrument_id", "ts_event", "ordinal"),
        ("price", "size", "venue", "condition"),
        has_versions=False,
        time="ts_event",
    ),
    "quotes": FactTable(
        "quote",
        ("instrument_id", "ts_event", "ordinal"),
        ("bid", "bid_size", "ask", "ask_size", "venue", "condition"),
        has_versions=False,
        time="ts_event",
    ),
    "observations": FactTable("observation", ("series_id", "valid"), ("value",), has_versions=True),
    "facts": FactTable(
        "filing_fact",
        ("entity_id", "concept", "unit", "period_start", "valid", "document_id"),
        ("value", "form", "fiscal_year", "fiscal_period"),
        has_versions=True,
    ),
    "documents": FactTable(
        "document",
        ("document_id", "entity_id"),
        ("kind", "valid", "title", "attributes"),
        has_versions=False,
        text_json=frozenset({"attributes"}),
    ),
    "events": FactTable(
        "event", ("entity_id", "kind", "valid"), ("attributes",), has_versions=True, text_json=frozenset({"attributes"})
    ),
    "listings": FactTable(
        "listing",
        ("instrument_id", "first_day", "entity_id"),
        ("last_day", "exchange"),
        has_versions=True,
        time="first_day",
    ),
    "attributes": FactTable("attribute", ("entity_id", "name", "valid"), ("value",), has_versions=True),
}
