"""Write the fine-tuned encoder as ``encoder.onnx``, node by node, in the operators that run fastest on a processor.

The matrices are int8 with one scale a column, the word vectors int8 with one scale a word; attention is one operator.
One passage is encoded at a time, so that nothing is padded, no mask is needed, and how a passage is rounded does not
depend on those beside it. A quarter faster than the graph that ``torch.onnx.export`` and ``quantize_dynamic`` make.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from transformers import BertModel

from network import Network

BLOCK = 128
FAST = "com.microsoft"
"""The domain of onnxruntime's own operators."""


class _Graph:
    """Nodes and constants of an ONNX graph, added one by one; a node's name is that of its (first) output."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], *outputs: str, domain: str = "", **told: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, list(outputs), name=outputs[0], domain=domain, **told))
        return outputs[0]

    def normal(self, x: str, layer: str, out: str, epsilon: float) -> str:
        scale = self.constant(f"{out}.scale", self.weights[f"{layer}.weight"])
        shift = self.constant(f"{out}.shift", self.weights[f"{layer}.bias"])
        return self.add("LayerNormalization", [x, scale, shift], out, axis=-1, epsilon=epsilon)

    def matrix(self, layer: str, name: str) -> tuple[list[str], str]:
        """A layer's matrix as int8 (values, scale of each column, zero points) and its bias."""
        values, scale = whole(self.weights[f"{layer}.weight"].T, 0)
        zeros = np.zeros(values.shape[1], dtype=np.int8)
        parts = [(".values", values), (".scales", scale[0]), (".zeros", zeros)]
        return [self.constant(name + k, v) for k, v in parts], self.constant(
            f"{name}.bias", self.weights[f"{layer}.bias"]
        )

    def dense(self, x: str, layer: str, out: str) -> str:
        matrix, bias = self.matrix(layer, out)
        return self.add("DynamicQuantizeMatMul", [x, *matrix, bias], out, domain=FAST)

    def plain(self, x: str, layer: nn.Linear, out: str) -> str:
        """A layer as it is: what decides in the end is not rounded."""
        matrix = self.constant(f"{out}.matrix", layer.weight.detach().numpy().T.astype(np.float32))
        bias = self.constant(f"{out}.bias", layer.bias.detach().numpy().astype(np.float32))
        return self.add("Add", [self.add("MatMul", [x, matrix], f"{out}.product"), bias], out)

    def blocks(self, x: str, layer: str, out: str) -> str:
        """As ``dense``, but rounded in blocks with a scale each, what comes in too.

        Slower by a half, and four times as exact: for what comes out of the wide layers, where a few numbers are far
        larger than all others and one scale for all of them rounds the others away.
        """
        matrix = self.weights[f"{layer}.weight"]
        wide, narrow = matrix.shape[1], matrix.shape[0]
        parts = matrix.reshape(narrow, wide // BLOCK, BLOCK)
        values, scale = whole(parts, 2)
        inputs = [
            x,
            self.constant(f"{out}.values", (values.astype(np.int16) + 128).astype(np.uint8)),
            self.constant(f"{out}.scales", scale.reshape(-1)),
            "",
            "",
            self.constant(f"{out}.bias", self.weights[f"{layer}.bias"]),
        ]
        told = {"K": wide, "N": narrow, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.add("MatMulNBits", inputs, out, domain=FAST, **told)


def whole(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Numbers as int8 and the scales along an axis that they are to be multiplied by."""
    scale = np.abs(values).max(axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.clip(np.round(values / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def write_encoder(net: Network, file: Path) -> None:
    """Write the encoder and the head for announcing words.

    In go token ids (``ids``, 1 x tokens); out come the tokens' vectors (``hidden``, 1 x tokens x width) and how much each
    announces each type (``announced``, 1 x tokens x types, logits). Both in one run, which needs no Python in between.
    """
    encoder: BertModel = net.encoder
    graph = _Graph({k: v.detach().numpy().astype(np.float32) for k, v in encoder.state_dict().items()})
    x = _embedded(graph, encoder.config.layer_norm_eps)
    for n in range(encoder.config.num_hidden_layers):
        last = n + 1 == encoder.config.num_hidden_layers
        x = _layer(graph, x, n, "hidden" if last else f"x{n}", encoder.config)
    bent = graph.add("Gelu", [graph.plain(x, net.trigger_in, "inner")], "inner.bent", domain=FAST)
    graph.plain(bent, net.trigger_out, "announced")
    widths = {"hidden": encoder.config.hidden_size, "announced": net.trigger_out.out_features}
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "tokens", width]) for name, width in widths.items()],
        graph.constants,
    )
    sets = [helper.make_opsetid("", 17), helper.make_opsetid(FAST, 1)]
    onnx.save(helper.make_model(made, opset_imports=sets, ir_version=8), file)


def _embedded(graph: _Graph, epsilon: float) -> str:
    """The sum of word, place and segment vectors (there is but one segment), normalised."""
    values, scale = whole(graph.weights["embeddings.word_embeddings.weight"], 1)
    segment = graph.weights["embeddings.token_type_embeddings.weight"][0]
    places = graph.constant("places", graph.weights["embeddings.position_embeddings.weight"] + segment)
    graph.add("Gather", [graph.constant("words.values", values), "ids"], "word.values")
    graph.add("Gather", [graph.constant("words.scales", scale), "ids"], "word.scale")
    graph.add("Cast", ["word.values"], "word.whole", to=TensorProto.FLOAT)
    graph.add("Mul", ["word.whole", "word.scale"], "word")
    graph.add("Shape", ["ids"], "many", start=1, end=2)
    graph.add("Slice", [places, graph.constant("zero", np.array([0], dtype=np.int64)), "many"], "place")
    graph.add("Add", ["word", "place"], "embedded")
    return graph.normal("embedded", "embeddings.LayerNorm", "start", epsilon)


def _layer(graph: _Graph, x: str, number: int, out: str, config: Any) -> str:
    layer, name = f"encoder.layer.{number}.", f"layer{number}."
    graph.add("DynamicQuantizeLinear", [x], *(name + k for k in ("whole", "scale", "zero")))
    for part in ("query", "key", "value"):
        (values, scales, zeros), bias = graph.matrix(f"{layer}attention.self.{part}", name + part)
        inputs = [f"{name}whole", values, f"{name}scale", scales, f"{name}zero", zeros, bias]
        graph.add("MatMulIntegerToFloat", inputs, name + part, domain=FAST)
    heads = config.num_attention_heads
    parts = [name + part for part in ("query", "key", "value")]
    graph.add("MultiHeadAttention", parts, f"{name}mixed", domain=FAST, num_heads=heads)
    graph.dense(f"{name}mixed", f"{layer}attention.output.dense", f"{name}attended")
    graph.add("Add", [f"{name}attended", x], f"{name}sum")
    middle = graph.normal(f"{name}sum", f"{layer}attention.output.LayerNorm", f"{name}middle", config.layer_norm_eps)
    graph.dense(middle, f"{layer}intermediate.dense", f"{name}wide")
    graph.add("Gelu", [f"{name}wide"], f"{name}bent", domain=FAST)
    graph.blocks(f"{name}bent", f"{layer}output.dense", f"{name}narrow")
    graph.add("Add", [f"{name}narrow", middle], f"{name}total")
    return graph.normal(f"{name}total", f"{layer}output.LayerNorm", out, config.layer_norm_eps)
