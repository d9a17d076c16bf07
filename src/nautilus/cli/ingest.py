"""Bring data in: an ingestion job is asked for, watched, and its sheet printed."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from nautilus.cli.client import GatewayClient, RefusedError, gateway
from nautilus.cli.output import as_json, print_json, print_table
from nautilus.kernel.errors import InvalidInputError, UnavailableError

_JOBS = "/api/marketdata/jobs"
_POLL_SECONDS = 0.5
_PATIENCE_SECONDS = 120.0
"""How long marketdata may be away (it may be restarting) before a command gives up; the job goes on."""
_OPEN = {"WAITING", "RUNNING"}
_SHEET = ["source", "part", "fetched", "new", "revised", "unchanged", "quarantined", "requests", "reasons"]
_WHERE_ANY = {"requests", "reasons"}
"""Columns that are shown where a line has something in them."""


@click.command
@click.option("--folder", type=click.Path(path_type=Path), help="Folder with data files, or with a market/ that has.")
@click.option("--source", "sources", multiple=True, help="Only this source; may be given again.")
@as_json
def ingest(folder: Path | None, sources: tuple[str, ...], as_json: bool) -> None:
    """Load data: the files of a folder, or what comes with the platform. Twice the same changes nothing.

    It is done by the platform: Ctrl-C leaves it running, and the same command again shows it again.

    \b
    Example: nautilus ingest --folder ../shared
    """
    body: dict[str, Any] = {"kind": "ingest", "sources": list(sources)}
    if folder is not None:
        body["folder"] = str(_checked(folder))
    carried_out(body, as_json)


def carried_out(body: dict[str, Any], as_json: bool) -> None:
    """Ask for a job, watch it, print its sheet. Ctrl-C leaves it running."""
    client = gateway()
    job = client.post(_JOBS, body)
    try:
        job = watch(client, job)
    except KeyboardInterrupt:
        click.echo(f"\nJob {job['job']} goes on. Look at it: nautilus data jobs {job['job']}", err=True)
        raise
    print_sheet(job, as_json)


def watch(client: GatewayClient, job: dict[str, Any]) -> dict[str, Any]:
    """The job once it has ended, with a line of progress on stderr. An engine that restarts is waited for."""
    show = sys.stderr.isatty()
    answered = time.monotonic()
    while job["state"] in _OPEN:
        time.sleep(_POLL_SECONDS)
        try:
            job = client.get(f"{_JOBS}/{job['job']}")
        except UnavailableError:
            if time.monotonic() - answered > _PATIENCE_SECONDS:
                raise
            continue
        answered = time.monotonic()
        if show:
            click.echo(f"\r{progress(job)}\x1b[K", err=True, nl=False)
    if show:
        click.echo(err=True)
    return job


def progress(job: dict[str, Any]) -> str:
    """How far a job is, in a line."""
    rate = f"{job['rows'] / job['seconds']:,.0f} rows/s" if job["seconds"] else ""
    words = [
        f"job {job['job']} {job['state'].lower()}",
        f"{job['parts_done']} of {job['parts']} parts" if job["parts"] else "",
        f"{job['rows']:,} rows",
        rate,
        f"{job['source']} {job['part']}".strip(),
        job["problem"],
    ]
    return "  ".join(word for word in words if word)


def print_sheet(job: dict[str, Any], as_json: bool) -> None:
    """What a job did, part by part. Raises RefusedError for one that did not do all of it."""
    if as_json:
        print_json(job)
    else:
        lines = [line | {"new": line["added"]} for line in job["sheet"]]
        columns = [name for name in _SHEET if name not in _WHERE_ANY or any(line[name] for line in lines)]
        print_table(lines, columns, "Nothing was fetched.")
        click.echo(_total(job))
    if job["state"] != "DONE":
        raise RefusedError(f"Job {job['job']} ended as {job['state']}. {job['problem']}")


def _total(job: dict[str, Any]) -> str:
    sums = {name: sum(line[name] for line in job["sheet"]) for name in ("fetched", "added", "revised", "quarantined")}
    rate = f", {job['rows'] / job['seconds']:,.0f} rows/s" if job["seconds"] else ""
    return (
        f"{sums['fetched']:,} rows fetched, {sums['added']:,} new, {sums['revised']:,} revised, "
        f"{sums['quarantined']:,} set aside, in {job['seconds']:.1f} s{rate}; {job['requests']:,} requests."
    )


def _checked(folder: Path) -> Path:
    """The folder, absolute. Raises InvalidInputError."""
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise InvalidInputError(f"{folder} {what}; name a folder with data files, for example ../shared")
    return folder.resolve()
