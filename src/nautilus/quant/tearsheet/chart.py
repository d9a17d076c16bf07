"""Line charts as SVG text: axes with round numbers, one line, nothing that moves."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.time import NS_PER_DAY, from_ns

WIDTH, HEIGHT = 920, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 16, 14, 30
_MOST_POINTS = 1_200


@dataclass(frozen=True)
class Line:
    """One series over time. `ts` (n,) [ns] ascending, `values` (n,); `label` names it with its unit for readers."""

    ts: I64
    values: F64
    label: str
    show: Callable[[float], str]
    """A value as the axis shows it."""
    css: str
    to_zero: bool = False
    """Fill the area between the line and zero."""


def line_chart(line: Line) -> str:
    """An `<svg>` element; a short text where there are fewer than two points to draw."""
    if line.ts.shape[0] < 2:
        return f"<p>{escape(line.label)}: too few points to draw.</p>"
    ts, values = thin(line.ts, line.values)
    low, high = float(values.min()), float(values.max())
    if line.to_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    marks = round_steps(low, high, 5)
    low, high = min(low, marks[0]), max(high, marks[-1])
    x = _LEFT + (ts - ts[0]) / (ts[-1] - ts[0]) * (WIDTH - _LEFT - _RIGHT)
    y = _scale(values, low, high)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    shapes = [_horizontal(mark, low, high, line.show(mark)) for mark in marks]
    shapes += [_vertical(at, ts, text) for at, text in time_marks(int(ts[0]), int(ts[-1]))]
    if line.to_zero:
        zero = _scale(np.zeros(1), low, high)[0]
        shapes.append(f'<polygon class="area" points="{x[0]:.1f},{zero:.1f} {points} {x[-1]:.1f},{zero:.1f}"/>')
    shapes.append(f'<polyline class="line" points="{points}"/>')
    name = escape(line.label)
    return (
        f'<svg class="{line.css}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{name}">'
        f"<title>{name}</title>{''.join(shapes)}</svg>"
    )


def thin(ts: I64, values: F64, most: int = _MOST_POINTS) -> tuple[I64, F64]:
    """At most about `most` points that look the same: first, last, and each bucket's lowest and highest."""
    count = ts.shape[0]
    if count <= most:
        return ts, values
    edges = np.linspace(0, count, most // 2 + 1).astype(np.int64)
    kept = {0, count - 1}
    for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        bucket = values[start:stop]
        kept |= {start + int(bucket.argmin()), start + int(bucket.argmax())}
    chosen = np.array(sorted(kept))
    return ts[chosen], values[chosen]


def round_steps(low: float, high: float, about: int) -> list[float]:
    """Round numbers (1, 2 or 5 × a power of ten apart), about `about` of them, that enclose low..high."""
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        margin = abs(high) * 0.01 or 1.0
        low, high = low - margin, high + margin
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def time_marks(first: int, last: int) -> list[tuple[int, str]]:
    """Times to label between two times [ns]: years, months, days or hours, whatever gives from two to about twelve."""
    start, end = from_ns(first), from_ns(last)
    days = (last - first) / NS_PER_DAY
    if days > 730:
        step = math.ceil((end.year - start.year) / 12)
        moments = [datetime(year, 1, 1, tzinfo=start.tzinfo) for year in range(start.year, end.year + 1, step)]
        form = "%Y"
    elif days > 60:
        step = math.ceil(days / 30.4 / 12)
        months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month, step)
        moments = [datetime(month // 12, month % 12 + 1, 1, tzinfo=start.tzinfo) for month in months]
        form = "%Y-%m"
    elif days > 3:
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        moments = [midnight + timedelta(days=n) for n in range(0, int(days) + 2, math.ceil(days / 12))]
        form = "%m-%d"
    else:
        hour = start.replace(minute=0, second=0, microsecond=0)
        hours = range(0, int(days * 24) + 2, max(math.ceil(days * 24 / 12), 1))
        moments = [hour + timedelta(hours=n) for n in hours]
        form = "%d %Hh"
    inside = (moment for moment in moments if start <= moment <= end)
    return [(int(moment.timestamp()) * 1_000_000_000, moment.strftime(form)) for moment in inside]


def _scale(values: F64, low: float, high: float) -> F64:
    scaled: F64 = _TOP + (high - values) / (high - low) * (HEIGHT - _TOP - _BOTTOM)
    return scaled


def _horizontal(mark: float, low: float, high: float, text: str) -> str:
    y = float(_scale(np.array([mark]), low, high)[0])
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>'
    )


def _vertical(at: int, ts: I64, text: str) -> str:
    x = _LEFT + float(at - ts[0]) / float(ts[-1] - ts[0]) * (WIDTH - _LEFT - _RIGHT)
    return (
        f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT - _BOTTOM}" y2="{HEIGHT - _BOTTOM + 5}"/>'
        f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(text)}</text>'
    )
