"""Writing a read to a file, where the licences of what is in it allow that."""

from collections.abc import Callable
from pathlib import Path

from nautilus.history.frame import Frame
from nautilus.history.lineage import Terms
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError

FORMATS = (".parquet", ".arrow", ".csv")


def check_export(frame: Frame, terms: Callable[[str], Terms]) -> None:
    """Raises ConflictError naming the sources whose licence does not let their data be passed on, or is unknown."""
    import pyarrow.compute as pc

    refused = []
    for source in pc.unique(frame.arrow["source"]).to_pylist():
        try:
            title, licence, may_redistribute = terms(source)
        except NotFoundError:
            title, licence, may_redistribute = source, "nothing is known of its terms", False
        if not may_redistribute:
            refused.append(f"{source} ({title}: {licence})")
    if refused:
        raise ConflictError(
            f"the licence forbids passing on data of {', '.join(refused)}; read it here, or leave the source out"
        )


def write_frame(frame: Frame, file: Path, terms: Callable[[str], Terms]) -> Path:
    """Write as the suffix of `file` says; Parquet and Arrow files say as of when. Raises InvalidInputError for another
    suffix, ConflictError as `check_export`."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv

    if file.suffix not in FORMATS:
        raise InvalidInputError(f"{file.name} does not say what to write; end it with {', '.join(FORMATS)}")
    check_export(frame, terms)
    table = frame.arrow.replace_schema_metadata({f"nautilus.{name}": text for name, text in frame.about.items()})
    if file.suffix == ".parquet":
        pq.write_table(table, file)
    elif file.suffix == ".arrow":
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    else:
        plain = [
            item.with_type(item.type.value_type) if pa.types.is_dictionary(item.type) else item for item in table.schema
        ]
        csv.write_csv(table.cast(pa.schema(plain)), file)
    return file
