"""HAR on daily Garman-Klass variance: trained, written as ONNX, run by onnxruntime, checked against NumPy."""

from nautilus.engines.ml.model.forecaster import HAR_VARIANCE, Forecaster
from nautilus.engines.ml.model.inference import Inference, ParityError
from nautilus.engines.ml.model.training import TrainedModel, inputs_hash, train

__all__ = ["HAR_VARIANCE", "Forecaster", "Inference", "ParityError", "TrainedModel", "inputs_hash", "train"]
