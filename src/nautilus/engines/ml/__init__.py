"""Training, registry and ONNX inference."""

from nautilus.kernel.engine import Engine

ENGINE = Engine("ml", port=8400, summary="Training, registry and ONNX inference")
