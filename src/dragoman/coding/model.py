"""The model coder's network as it ships: the encoder as int8 ONNX, the roles as ONNX, light heads as plain matrices.

``training/`` holds how all of it was made.
"""

import json
import multiprocessing
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.encode import FOLDER, Encoded

Array = NDArray[np.float32]
SLOTS = ("actor", "recipient", "place", "attribution", "time", "quantity", "money", "item")
FILES = ("encoder.onnx", "roles.onnx", "heads.npz", "model.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a type, a further announcing word of it, or a slot counts.

    Those in ``model.json`` were chosen on reports not trained on (``training/tune.py``).
    """

    type: float = 0.5
    again: float = 0.6
    figure: float = 0.45
    """From which probability on a further announcing word counts that tells another sum or count."""
    slot: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3)
    custom: float = 0.4
    """How much it counts how many actors and recipients a claim of the type has as a rule."""
    kin: float = 1.0
    """How much it counts that both sides are seldom of one state."""
    trust: float = 0.0
    """Where the rules found both sides, they are believed unless the model is at least so sure of its own."""
    alone: float = 0.005
    """How likely the model must hold a type in a sentence for a claim that otherwise only the rules make; 0 for any."""
    spare: float = 0.2
    """What a sum must reach that no other claim of its sentence took."""
    weak: float = 0.15
    agreed: float = 0.2


def threads() -> int:
    """Passages encoded at a time: ``DRAGOMAN_THREADS``, else one in a worker process, up to four in one alone."""
    told = os.environ.get("DRAGOMAN_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    return 1 if multiprocessing.parent_process() is not None else min(4, os.cpu_count() or 1)


def _thresholds(told: dict[str, Any]) -> Thresholds:
    """Thresholds from ``model.json``; those it does not name keep their defaults."""
    known: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in told.items()}
    return Thresholds(**known)


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # passages side by side share a processor better than the parts of one
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Model:
    """The encoder's and the roles' sessions and the heads' matrices."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.session = _session(folder / "encoder.onnx")
        self.roles = _session(folder / "roles.onnx")
        self.behind = ThreadPoolExecutor(threads(), thread_name_prefix="encoder")
        with np.load(folder / "heads.npz") as heads:
            self.heads: dict[str, Array] = {k: heads[k] for k in heads.files}
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.thresholds = _thresholds(about.get("thresholds", {}))

    def look(self, encoded: Encoded) -> Future[tuple[Array, Array]]:
        """Of each token of a passage its vector, and how much it announces each type (logits).

        Worked out behind while the caller goes on; each passage by itself: nothing is padded, none is rounded by
        those beside it.
        """
        return self.behind.submit(self._look, encoded.ids)

    def _look(self, ids: NDArray[np.int64]) -> tuple[Array, Array]:
        hidden, announced = self.session.run(None, {"ids": ids[None]})
        return hidden[0], announced[0]

    def linear(self, name: str, x: Array) -> Array:
        """One layer of a head."""
        out: Array = x @ self.heads[f"{name}.weight"].T + self.heads[f"{name}.bias"]
        return out

    def stages(self, pivot: Array, types: NDArray[np.int64]) -> tuple[Array, Array]:
        """Probabilities of status and modality for claims, by the vectors of their announcing words."""
        kinds = self.heads["type_vector.weight"][types]
        inner = gelu(self.linear("stage_in", np.concatenate([pivot, kinds], 1)))
        return softmax(self.linear("status_out", inner)), softmax(self.linear("modality_out", inner))

    def filled(
        self, pivot: Array, types: NDArray[np.int64], vectors: Array, labels: NDArray[np.int64], facts: Array
    ) -> Array:
        """For claims with the same candidates, each candidate's probability of filling each slot."""
        present = np.ones(vectors.shape[:2], dtype=np.float32)
        told = {"pivot": pivot, "types": types, "vectors": vectors, "labels": labels, "facts": facts}
        return sigmoid(self.roles.run(None, {**told, "present": present})[0])


@lru_cache(maxsize=2)
def load_model(folder: Path = FOLDER) -> Model:
    """The shipped model, loaded once per process."""
    return Model(folder)


def available(folder: Path = FOLDER) -> bool:
    """Whether the model's files are there."""
    return all((folder / name).exists() for name in FILES)


def gelu(x: Array) -> Array:
    """The exact GELU (Hendrycks and Gimpel 2016), by an error function good to 1e-7."""
    z = np.abs(x) / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * z)
    erf = 1.0 - (
        ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t + 0.254829592
    ) * t * np.exp(-z * z)
    out: Array = (0.5 * x * (1.0 + np.sign(x) * erf)).astype(np.float32)
    return out


def sigmoid(x: Array) -> Array:
    """The logistic function."""
    return (1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def softmax(x: Array) -> Array:
    """Probabilities over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    out: Array = (e / e.sum(-1, keepdims=True)).astype(np.float32)
    return out
