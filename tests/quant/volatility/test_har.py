"""HAR against arch's HARX, statsmodels' least squares and a process with known coefficients."""

import numpy as np
import pytest
import statsmodels.api as sm
from arch.univariate import HARX

from nautilus.quant.volatility.har import fit, forecast, regressors


@pytest.fixture(scope="module")
def variance():
    """A HAR process with c = 0.02, β = (0.35, 0.3, 0.2)."""
    random = np.random.default_rng(5)
    v = np.full(3_000, 0.02 / 0.15)
    for t in range(22, len(v)):
        v[t] = 0.02 + 0.35 * v[t - 1] + 0.3 * v[t - 5 : t].mean() + 0.2 * v[t - 22 : t].mean()
        v[t] += random.normal(0, 0.02)
    return v


def test_equals_arch(variance):
    found = fit(variance)
    expected = HARX(variance, lags=[1, 5, 22], rescale=False).fit(disp="off")
    np.testing.assert_allclose(found.coefficients, expected.params.iloc[:4], rtol=1e-5, atol=1e-7)
    assert found.r_squared == pytest.approx(expected.rsquared, abs=1e-6)


def test_equals_statsmodels_with_regressors_built_by_hand(variance):
    rows = [
        [v, w, m]
        for v, w, m in (
            (variance[t], np.mean(variance[t - 4 : t + 1]), np.mean(variance[t - 21 : t + 1]))
            for t in range(21, len(variance) - 1)
        )
    ]
    expected = sm.OLS(variance[22:], sm.add_constant(np.array(rows))).fit()
    found = fit(variance)
    np.testing.assert_allclose(found.coefficients, expected.params, rtol=1e-8)
    assert found.r_squared == pytest.approx(expected.rsquared, rel=1e-9)
    assert found.samples == len(rows) == expected.nobs


def test_recovers_the_coefficients_of_the_process(variance):
    np.testing.assert_allclose(fit(variance).coefficients, (0.02, 0.35, 0.3, 0.2), atol=0.1)


def test_forecast_is_the_equation():
    features = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    assert forecast(features, (0.5, 1.0, 10.0, 100.0)).tolist() == [321.5, 0.5]


def test_rows_with_a_missing_day_are_left_out(variance):
    holed = variance.copy()
    holed[500] = np.nan
    assert fit(holed).samples == fit(variance).samples - 23  # 22 rows with it in their month, one with it as target
    assert np.isnan(regressors(holed)[500 - 21 : 500 + 1]).any(axis=1).all()


def test_too_little_history_makes_no_model(variance):
    assert fit(variance[:121]) is None
    assert fit(variance[:122]).samples == 100
    assert regressors(variance[:21]).shape == (0, 3)
    assert fit(np.ones(500)) is None


def test_regressors_do_not_depend_on_where_history_starts(variance):
    assert regressors(variance)[-1].tobytes() == regressors(variance[-22:])[0].tobytes()
