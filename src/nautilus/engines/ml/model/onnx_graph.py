"""The forecast equation as an ONNX graph in double precision."""

IR_VERSION = 10
OPSET = 21


def har_graph(coefficients: tuple[float, float, float, float]) -> bytes:
    """Serialised model: `features` (n, 3) -> `variance` (n,), constant + features · weights."""
    from onnx import TensorProto, checker, helper

    constant, *weights = coefficients
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["features", "weights"], ["weighted"]),
            helper.make_node("Add", ["weighted", "constant"], ["variance"]),
        ],
        "har",
        [helper.make_tensor_value_info("features", TensorProto.DOUBLE, ["rows", len(weights)])],
        [helper.make_tensor_value_info("variance", TensorProto.DOUBLE, ["rows"])],
        [
            helper.make_tensor("weights", TensorProto.DOUBLE, [len(weights)], weights),
            helper.make_tensor("constant", TensorProto.DOUBLE, [], [constant]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    checker.check_model(model)
    serialised: bytes = model.SerializeToString()
    return serialised
