"""The model coder's network: a small encoder, a head for announcing words, a head for stages, and a net for the roles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.candidates import KINDS, SEGMENTS
from dragoman.coding.model import SLOTS
from dragoman.coding.relations import LABELS
from dragoman.coding.told import FEATURES

HIDDEN = 384
ORDERED = 2
"""How far, and on which side of the announcing word a candidate stands."""
TYPE_WIDTH, INNER, WIDTH, HEADS, LAYERS = 48, 256, 192, 4, 2


def in_halves(training: bool) -> torch.autocast:
    """Matrices are multiplied in 16 bits while training, weights stay in 32: half as long where a processor has bfloat16."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=training)


@dataclass
class Batch:
    """Padded passages; sentences, claims and candidates of them, and what should be said of each."""

    ids: Tensor
    mask: Tensor
    sentence_row: Tensor
    sentence_mask: Tensor
    types: Tensor
    words: Tensor
    word_known: Tensor
    claim_sentence: Tensor
    claim_type: Tensor
    claim_pivot: Tensor
    claim_weight: Tensor
    status: Tensor
    modality: Tensor
    spans: Tensor
    labels: Tensor
    facts: Tensor
    present: Tensor
    group_of: Tensor
    group_claim: Tensor
    group_slot: Tensor
    group_label: Tensor


class Block(nn.Module):
    """A transformer layer over the candidates of one claim: what one of them is, the others are not."""

    def __init__(self, width: int, heads: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` (claims, candidates, width); ``mask`` 1 where there is a candidate."""
        n, m, w = x.shape
        q, k, v = self.mix(self.before(x)).reshape(n, m, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        weights = q @ k.transpose(-1, -2) / math.sqrt(w // self.heads) + (mask[:, None, None, :] - 1) * 1e4
        mixed = (torch.softmax(weights, -1) @ v).transpose(1, 2).reshape(n, m, w)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.narrow(F.gelu(self.wide(self.between(x)))))


class Roles(nn.Module):
    """Which slots of a claim each candidate fills, all candidates of the claim seen together."""

    def __init__(self, drop: float = 0.15) -> None:
        super().__init__()
        self.kind, self.segment = nn.Embedding(len(KINDS), WIDTH), nn.Embedding(SEGMENTS, WIDTH)
        self.relation, self.types = nn.Embedding(len(LABELS), WIDTH), nn.Embedding(len(ORDER), WIDTH)
        self.vector, self.product = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)
        self.pivot, self.facts = nn.Linear(HIDDEN, WIDTH), nn.Linear(FEATURES + ORDERED, WIDTH)
        self.join = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH), nn.GELU())
        self.blocks = nn.ModuleList(Block(WIDTH, HEADS, drop) for _ in range(LAYERS))
        self.drop = nn.Dropout(drop)
        self.last = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, len(SLOTS))
        nn.init.constant_(self.out.bias, -1.5)

    def forward(
        self, pivot: Tensor, types: Tensor, vectors: Tensor, labels: Tensor, facts: Tensor, present: Tensor
    ) -> Tensor:
        """Logits (claims, candidates, slots). ``labels`` hold kind, segment and relation of each candidate."""
        with in_halves(self.training):
            return self._scores(pivot, types, vectors, labels, facts, present).float()

    def _scores(
        self, pivot: Tensor, types: Tensor, vectors: Tensor, labels: Tensor, facts: Tensor, present: Tensor
    ) -> Tensor:
        claim = self.pivot(pivot) + self.types(types)
        x = (
            self.vector(self.drop(vectors))
            + self.product(self.drop(vectors * pivot[:, None]))
            + self.kind(labels[..., 0])
            + self.segment(labels[..., 1])
            + self.relation(labels[..., 2])
            + self.facts(facts)
            + claim[:, None]
        )
        x = torch.cat([claim[:, None], self.join(x)], 1)
        mask = torch.cat([torch.ones_like(present[:, :1]), present], 1)
        for block in self.blocks:
            x = block(x, mask)
        scores: Tensor = self.out(self.last(x[:, 1:]))
        return scores


class Network(nn.Module):
    """Encoder and heads. Names of the plain heads' parameters are those of ``heads.npz``."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        from transformers import BertModel

        self.encoder = BertModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="sdpa")
        self.drop = nn.Dropout(0.15)
        self.trigger_in = nn.Linear(HIDDEN, INNER)
        self.trigger_out = nn.Linear(INNER, len(ORDER))
        self.sentence_bias = nn.Parameter(torch.full((len(ORDER),), -1.0))
        self.type_vector = nn.Embedding(len(ORDER), TYPE_WIDTH)
        self.stage_in = nn.Linear(HIDDEN + TYPE_WIDTH, INNER)
        self.status_out = nn.Linear(INNER, len(STATUSES))
        self.modality_out = nn.Linear(INNER, len(MODALITIES))
        self.roles = Roles()
        nn.init.constant_(self.trigger_out.bias, -4.0)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors."""
        with in_halves(self.training):
            return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()

    def triggers(self, hidden: Tensor) -> Tensor:
        """For each token and type, how much it announces that type (logits)."""
        return self.trigger_out(F.gelu(self.trigger_in(self.drop(hidden))))

    def sentence_types(self, triggers: Tensor, here: Tensor) -> Tensor:
        """For each sentence and type whether it holds such a claim: a soft maximum over its words (logits)."""
        return torch.logsumexp(triggers.masked_fill(~here[..., None], -1e4), dim=1) + self.sentence_bias

    def stage(self, pivot: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Status and modality logits of claims."""
        inner = F.gelu(self.stage_in(self.drop(torch.cat([pivot, self.type_vector(types)], -1))))
        return self.status_out(inner), self.modality_out(inner)
