"""Running a stored ONNX model, and the check that it computes what was trained."""

import numpy as np

from nautilus.domain.market import F64
from nautilus.kernel.errors import UnavailableError
from nautilus.quant.volatility.har import HORIZONS, forecast

TOLERANCE = 1e-12
"""Most relative difference to NumPy: a few roundings of a sum of four terms."""


class ParityError(UnavailableError):
    """The stored graph does not compute its coefficients' equation. It must not serve."""

    title = "Model refused"


class Inference:
    """An onnxruntime session with one thread. Made only when it agrees with NumPy."""

    def __init__(self, graph: bytes, coefficients: tuple[float, float, float, float]) -> None:
        """Raises ParityError when graph and coefficients disagree on `_probes`, or the graph cannot be loaded."""
        import onnxruntime
        from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
            found = self.predict(_probes())
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ParityError(f"the stored graph cannot be run: {error}; delete the model to train it again") from error
        expected = forecast(_probes(), coefficients)
        scale = np.abs(_probes()) @ np.abs(np.array(coefficients[1:])) + abs(coefficients[0])
        worst = float(np.max(np.abs(found - expected) / np.where(scale > 0.0, scale, 1.0)))
        if not worst <= TOLERANCE:
            raise ParityError(
                f"ONNX and NumPy differ by {worst:.3g} of the terms' size, more than {TOLERANCE:g};"
                " delete the model to train it again"
            )

    def predict(self, features: F64) -> F64:
        """Next day's variance for each row of `features` (n, 3), shape (n,)."""
        (variance,) = self._session.run(None, {"features": np.ascontiguousarray(features, dtype=np.float64)})
        return np.asarray(variance)


def _probes() -> F64:
    """Rows on a grid over the variances that daily returns have: 0, and 1e-8 to 1e-1 in each regressor."""
    levels = np.concatenate([[0.0], np.logspace(-8, -1, 8)])
    return np.stack(np.meshgrid(*[levels] * len(HORIZONS)), axis=-1).reshape(-1, len(HORIZONS))
