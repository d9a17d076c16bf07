"""Memory: what each process takes after a session was played to its end, in MiB."""

from typing import Any

from benchmarks._platform import instance

SESSION = "equities-daily"


def run() -> dict[str, Any]:
    """Proportional set sizes add up; resident ones count shared pages in each process. An engine's children are its."""
    with instance() as platform:
        platform.up()
        before = _sizes(platform.json("status"), "pss_bytes")
        platform.json("replay", "start", "--session", SESSION, "--speed", "max", "--wait")
        after = platform.json("status")
    pss = _sizes(after, "pss_bytes")
    return {
        "inputs": {"session": SESSION},
        "pss_mib_before": round(sum(before.values()), 1),
        "pss_mib": round(sum(pss.values()), 1),
        "pss_mib_by_service": pss,
        "rss_mib_by_service": _sizes(after, "rss_bytes"),
    }


def _sizes(status: dict[str, Any], name: str) -> dict[str, float]:
    return {service["name"]: round(service[name] / 1024**2, 1) for service in status["services"]}
