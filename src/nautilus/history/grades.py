"""What checks of whole series said: grades from A to F with reasons, and the findings behind each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from nautilus.kernel.database import Database


class GradeRow(NamedTuple):
    """One series of a dataset. `reasons` counts findings by check; `share` is explained by `rule`."""

    dataset: str
    subject: str
    grade: str
    reasons: dict[str, int]
    rule: str
    share: float
    rows: int
    first_valid: datetime | None
    last_valid: datetime | None
    made: datetime


class FindingRow(NamedTuple):
    """What a check says of one value; `evidence` is what was found beside what was expected."""

    valid: datetime
    check: str
    severity: int
    evidence: dict[str, Any]
    raw_id: int
    origin_id: int


type GradeKey = tuple[float, str, str]
"""Share, dataset and subject: where a list of grades goes on."""


async def grade_counts(database: Database) -> dict[str, dict[str, int]]:
    """By source how many of its series have each grade."""
    rows = await database.fetch(
        "SELECT split_part(dataset, '/', 2), grade, count(*) FROM marketdata.grade GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found: dict[str, dict[str, int]] = {}
    for source, grade, count in rows:
        found.setdefault(source, {})[grade] = count
    return found


async def read_grades(
    database: Database, *, source: str = "", grade: str = "", after: GradeKey | None = None, limit: int
) -> list[GradeRow]:
    """Grades of series, the worst first; of one source or of one letter if given."""
    share, dataset, subject = after or (None, "", "")
    rows = await database.fetch(
        """
        SELECT dataset, subject, grade, reasons, rule, share, row_count, first_valid, last_valid, made
        FROM marketdata.grade
        WHERE (%(source)s = '' OR split_part(dataset, '/', 2) = %(source)s) AND (%(grade)s = '' OR grade = %(grade)s)
            AND (%(share)s::float8 IS NULL OR share < %(share)s
                OR (share = %(share)s AND (dataset, subject) > (%(dataset)s, %(subject)s)))
        ORDER BY share DESC, dataset, subject LIMIT %(limit)s
        """,
        {"source": source, "grade": grade, "share": share, "dataset": dataset, "subject": subject, "limit": limit},
    )
    return [GradeRow(*row) for row in rows]


async def read_findings(database: Database, dataset: str, subject: str, limit: int) -> Sequence[FindingRow]:
    """The findings of one series, the gravest first."""
    rows = await database.fetch(
        'SELECT valid, "check", severity, evidence, raw_id, origin_id FROM marketdata.finding'
        ' WHERE dataset = %s AND subject = %s ORDER BY severity DESC, valid, "check" LIMIT %s',
        (dataset, subject, limit),
    )
    return [FindingRow(*row) for row in rows]
