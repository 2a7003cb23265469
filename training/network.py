"""The model coder's network: a small encoder and light heads for types, roles, item, status and modality."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.codebook.types import MODALITIES, ORDER, STATUSES
from dragoman.coding.relations import LABELS
from dragoman.coding.units import KINDS

SLOTS = ("actor", "recipient", "place", "attribution", "time", "quantity", "money")
HIDDEN = 384
FEATURES = 12
TYPE_WIDTH, KIND_WIDTH, SEGMENT_WIDTH, RELATION_WIDTH, INNER = 48, 16, 8, 24, 256


@dataclass
class Batch:
    """Padded token ids and, for each claim and candidate, where they stand and what they should say."""

    ids: Tensor
    mask: Tensor
    here: Tensor
    types: Tensor
    words: Tensor
    word_known: Tensor
    claim_unit: Tensor
    claim_type: Tensor
    claim_pivot: Tensor
    claim_weight: Tensor
    status: Tensor
    modality: Tensor
    pair_claim: Tensor
    pair_unit: Tensor
    pair_start: Tensor
    pair_end: Tensor
    pair_kind: Tensor
    pair_segment: Tensor
    pair_relation: Tensor
    pair_feature: Tensor
    group_of_pair: Tensor
    group_slot: Tensor
    group_label: Tensor
    item_claim: Tensor
    item_label: Tensor
    extra: dict[str, Tensor] = field(default_factory=dict)


class Network(nn.Module):
    """Encoder and heads. Names of the heads' parameters are those of ``heads.npz``."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        from transformers import BertModel

        self.encoder = BertModel.from_pretrained(weights, add_pooling_layer=False, attn_implementation="sdpa")
        self.drop = nn.Dropout(0.15)
        self.trigger_in = nn.Linear(HIDDEN, INNER)
        self.trigger_out = nn.Linear(INNER, len(ORDER))
        self.sentence_bias = nn.Parameter(torch.full((len(ORDER),), -1.0))
        self.type_vector = nn.Embedding(len(ORDER), TYPE_WIDTH)
        self.kind_vector = nn.Embedding(len(KINDS), KIND_WIDTH)
        self.segment_vector = nn.Embedding(3, SEGMENT_WIDTH)
        self.relation_vector = nn.Embedding(len(LABELS), RELATION_WIDTH)
        self.stage_in = nn.Linear(HIDDEN + TYPE_WIDTH, INNER)
        self.status_out = nn.Linear(INNER, len(STATUSES))
        self.modality_out = nn.Linear(INNER, len(MODALITIES))
        self.role_in = nn.Linear(
            3 * HIDDEN + TYPE_WIDTH + KIND_WIDTH + SEGMENT_WIDTH + RELATION_WIDTH + FEATURES, INNER
        )
        self.role_out = nn.Linear(INNER, len(SLOTS))
        self.item_in = nn.Linear(2 * HIDDEN + TYPE_WIDTH, INNER // 2)
        self.item_out = nn.Linear(INNER // 2, 1)
        nn.init.constant_(self.trigger_out.bias, -4.0)
        nn.init.constant_(self.role_out.bias, -1.5)

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Token vectors."""
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state

    def triggers(self, hidden: Tensor) -> Tensor:
        """For each token and type, how much it announces that type (logits)."""
        return self.trigger_out(torch.nn.functional.gelu(self.trigger_in(self.drop(hidden))))

    def sentence_types(self, triggers: Tensor, here: Tensor) -> Tensor:
        """For each sentence and type whether it holds such a claim: a soft maximum over its words (logits)."""
        return torch.logsumexp(triggers.masked_fill(~here[..., None], -1e4), dim=1) + self.sentence_bias

    def stage(self, pivot: Tensor, kind: Tensor) -> tuple[Tensor, Tensor]:
        """Status and modality logits of claims."""
        inner = torch.nn.functional.gelu(self.stage_in(self.drop(torch.cat([pivot, kind], -1))))
        return self.status_out(inner), self.modality_out(inner)

    def roles(
        self,
        pivot: Tensor,
        vector: Tensor,
        kind: Tensor,
        what: Tensor,
        segment: Tensor,
        relation: Tensor,
        order: Tensor,
    ) -> Tensor:
        """For each claim and candidate, the slots it fills (logits)."""
        joined = torch.cat([pivot, vector, pivot * vector, kind, what, segment, relation, order], -1)
        return self.role_out(torch.nn.functional.gelu(self.role_in(self.drop(joined))))

    def item(self, pivot: Tensor, hidden: Tensor, kind: Tensor) -> Tensor:
        """For each claim and token, whether the item's name holds it (logits)."""
        n = hidden.shape[1]
        joined = torch.cat([pivot[:, None].expand(-1, n, -1), hidden, kind[:, None].expand(-1, n, -1)], -1)
        return self.item_out(torch.nn.functional.gelu(self.item_in(self.drop(joined)))).squeeze(-1)
