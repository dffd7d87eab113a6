"""A network of two layers on 256 rows, by four threads."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

TOLERANCE = 1e-5


def work():
    random = np.random.default_rng(0)
    weights = [random.normal(size=(256, 256)).astype(np.float32) for _ in range(2)]
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "second"], ["y"]),
    ]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [256, 256]) for name in "xy"]
    named = [numpy_helper.from_array(w, name) for w, name in zip(weights, ("first", "second"), strict=True)]
    graph = helper.make_graph(nodes, "layers", ends[:1], ends[1:], named)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": random.normal(size=(256, 256)).astype(np.float32)})[0]
