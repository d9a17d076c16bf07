"""Rates and quantiles from what engines export, against values worked out by hand and by another computation."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, generate_latest

from nautilus.gateway.metrics import History, Reading, increase, parse, quantile
from nautilus.kernel.bus import BusMetrics
from nautilus.kernel.telemetry import HttpMetrics

RECORDED = """\
# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1.79544434867e+09
# HELP nautilus_http_request_seconds Duration of HTTP requests
nautilus_http_request_seconds_bucket{le="0.001",method="GET",route="/health/ready",status="503"} 8.0
nautilus_http_request_seconds_bucket{le="+Inf",method="GET",route="/health/ready",status="503"} 8.0
nautilus_http_request_seconds_bucket{le="0.001",method="GET",route="/orders/{client_order_id}",status="200"} 3.0
nautilus_http_request_seconds_bucket{le="+Inf",method="GET",route="/orders/{client_order_id}",status="200"} 4.0
nautilus_http_request_seconds_bucket{le="0.001",method="POST",route="/orders",status="201"} 1.0
nautilus_http_request_seconds_bucket{le="+Inf",method="POST",route="/orders",status="201"} 1.0
nautilus_http_request_seconds_created{method="POST",route="/orders",status="201"} 1.79544435e+09
nautilus_bus_published_total{topic="execution.events"} 17.0
nautilus_bus_published_created{topic="execution.events"} 1.79544435e+09
nautilus_bus_received_total{topic="marketdata.runs"} 2.0
nautilus_bus_received_total{topic="strategy.deployments"} 1.0
nautilus_bus_parked 1.0
nautilus_bus_lag{topic="marketdata.runs"} 0.0
nautilus_bus_lag{topic="strategy.deployments"} 3.0
nautilus_bus_in_hand 2.0
nautilus_bus_data_age_seconds 0.25
nautilus_bus_handler_seconds_bucket{lane="normal",le="0.01"} 1.0
nautilus_bus_handler_seconds_bucket{lane="normal",le="+Inf"} 3.0
nautilus_bus_handler_seconds_bucket{lane="urgent",le="0.01"} 1.0
nautilus_bus_handler_seconds_bucket{lane="urgent",le="+Inf"} 1.0
nautilus_values_stored_total 12.0
"""


def test_a_recorded_text_is_read() -> None:
    reading = parse(RECORDED)
    assert reading == Reading(
        started=1795444348.67,
        received={"marketdata.runs": 2, "strategy.deployments": 1},
        published={"execution.events": 17},
        lag={"marketdata.runs": 0, "strategy.deployments": 3},
        in_hand=2,
        data_age_s=0.25,
        parked=1,
        handled={0.01: 2, inf: 4},
        http={0.001: 4, inf: 5},
        requests=13,
    )


def test_what_this_house_exports_today_is_read() -> None:
    """The names are those of the chassis, not of this test."""
    registry = CollectorRegistry()
    bus, http = BusMetrics.register(registry), HttpMetrics(registry)
    bus.received.labels("marketdata.frames").inc(5)
    bus.published.labels("ml.values").inc(7)
    bus.lag.labels("marketdata.frames").set(11)
    bus.in_hand.set_function(lambda: 2)
    bus.data_age_seconds.set_function(lambda: 1.5)
    bus.parked.set(3)
    bus.handler_seconds.labels("normal").observe(0.003)
    http.observe("GET", "/values", 200, 0.002)
    http.observe("GET", "/metrics", 200, 5.0)
    reading = parse(generate_latest(registry).decode())
    assert reading.received == {"marketdata.frames": 5}
    assert reading.published == {"ml.values": 7}
    assert reading.lag == {"marketdata.frames": 11}
    assert (reading.in_hand, reading.data_age_s, reading.parked) == (2, 1.5, 3)
    assert quantile(0.5, reading.handled) == pytest.approx(0.0035)  # halfway from 2 to 5 ms
    assert (reading.http[inf], reading.requests) == (1, 2)


@pytest.mark.parametrize(
    ("share", "buckets", "seconds"),
    [
        (0.5, {0.1: 10, 0.2: 10, inf: 10}, 0.05),
        (0.5, {0.1: 0, 0.2: 10, inf: 10}, 0.15),
        (0.99, {0.1: 90, 0.2: 100, inf: 100}, 0.19),
        (0.5, {0.1: 0, 0.2: 0, inf: 7}, 0.2),
        (0.9, {0.1: 50, 1.0: 100, inf: 100}, 0.82),
        (0.25, {1.0: 1, 2.0: 2, 4.0: 4, inf: 4}, 1.0),
    ],
)
def test_quantiles_worked_out_by_hand(share: float, buckets: dict[float, float], seconds: float) -> None:
    assert quantile(share, buckets) == pytest.approx(seconds)


@pytest.mark.parametrize("buckets", [{}, {inf: 3.0}, {0.1: 0.0, inf: 0.0}])
def test_nothing_has_no_quantile(buckets: dict[float, float]) -> None:
    assert quantile(0.5, buckets) is None


@given(st.lists(st.integers(0, 200), min_size=2, max_size=18).filter(lambda counts: sum(counts) > 0), st.data())
def test_a_quantile_is_the_place_of_that_observation_in_its_bucket(counts: list[int], data: st.DataObject) -> None:
    """Each bucket's observations laid out evenly, one by one, and the wanted one picked."""
    bounds = [2.0**number for number in range(len(counts) - 1)]
    placed: list[float] = []
    for low, high, count in zip([0.0, *bounds], bounds, counts, strict=False):
        placed += [low + (high - low) * (number + 0.5) / count for number in range(count)]
    placed += [bounds[-1]] * counts[-1]
    wanted = data.draw(st.integers(0, len(placed) - 1))
    cumulative = np.cumsum(counts, dtype=float)
    found = quantile((wanted + 0.5) / len(placed), dict(zip([*bounds, inf], cumulative, strict=True)))
    assert found == pytest.approx(placed[wanted])


def reading(received: float, *, started: float = 1.0, requests: float = 1.0) -> Reading:
    return Reading(started=started, received={"t": received}, handled={0.1: received, inf: received}, requests=requests)


def test_a_rate_is_the_difference_over_its_window() -> None:
    history = History()
    for second in range(100):
        history.add(1_000.0 + second, reading(second**2, requests=second))
    window = history.window(10.0)
    assert window.seconds == 10.0
    assert window.rates(lambda each: each.received) == {"t": (99**2 - 89**2) / 10}
    assert history.window(60.0).seconds == 60.0
    assert history.window(1_000.0).seconds == 81.0


def test_readings_far_apart_give_the_window_that_they_can() -> None:
    history = History()
    history.add(0.0, reading(0))
    assert history.window(10.0).rates(lambda each: each.received) is None
    history.add(15.0, reading(30))
    assert history.window(10.0).rates(lambda each: each.received) == {"t": 2.0}
    history.add(200.0, reading(30))
    assert history.window(60.0).rates(lambda each: each.received) == {"t": 0.0}


def test_memory_is_bounded_however_often_it_is_read() -> None:
    history = History()
    for number in range(10_000):
        history.add(number / 1_000, reading(number, requests=number))
    assert len(history.window(1e9).readings) == 120


@pytest.mark.parametrize("told", [True, False], ids=["start-time", "fewer-requests"])
def test_what_a_restarted_process_counts_is_added(told: bool) -> None:
    second = {"started": 2.0} if told else {}
    readings = [
        reading(100, requests=50),
        reading(130, requests=60),
        reading(20, requests=2, **second),
        reading(25, requests=3, **second),
    ]
    assert increase(readings, lambda each: each.received) == {"t": 30 + 25}


def test_a_series_that_appears_began_at_zero() -> None:
    before, after = reading(5), reading(9)
    after.received["u"] = 4.0
    assert increase([before, after], lambda each: each.received) == {"t": 4.0, "u": 4.0}
    assert increase([], lambda each: each.received) == {}
