"""How services are asked whether they are well, and how much memory they take."""

import asyncio
import contextlib
from pathlib import Path

import psutil

_SECONDS = 2.0


async def http_status(port: int, path: str, host: str = "127.0.0.1", seconds: float = _SECONDS) -> int | None:
    """Status code of a GET, or None when nobody answers in time. No client library: this runs each second, 14 times."""
    writer = None
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(host, port)
            authority = f"[{host}]" if ":" in host else host
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {authority}:{port}\r\nConnection: close\r\n\r\n".encode())
            words = (await reader.readline()).split()
            await reader.read()
            return int(words[1]) if len(words) > 1 else None
    except (OSError, TimeoutError, ValueError):
        return None
    finally:
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def memory(pid: int) -> tuple[int, int]:
    """Resident and proportional set size in bytes of a process with its descendants.

    A shared page counts fully in the resident size of each process and by its share in the proportional size: only
    the latter may be summed. Where the system has none (macOS) the unique set size stands in for it.
    """
    resident = proportional = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                rss, pss = _sizes(process)
                resident += rss
                proportional += pss
    return resident, proportional


def _sizes(process: psutil.Process) -> tuple[int, int]:
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.exists():
        full = process.memory_full_info()
        return full.rss, full.uss
    sizes: dict[str, int] = {}
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        for line in rollup.read_text().splitlines()[1:]:
            name, kilobytes = line.split()[:2]
            sizes[name] = int(kilobytes) * 1024
    return sizes.get("Rss:", 0), sizes.get("Pss:", 0)
