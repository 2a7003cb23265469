"""What the network is trained to lessen."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from network import Batch, Network

WEIGHT = {"type": 1.0, "word": 4.0, "status": 0.5, "modality": 0.5, "role": 1.0}


def loss_of(net: Network, b: Batch, hidden: Tensor | None = None) -> tuple[Tensor, dict[str, float]]:
    """The summed losses of all heads for one batch; ``hidden`` are ready-made token vectors, else the encoder's."""
    if hidden is None:
        hidden = net.hidden(b.ids, b.mask)
    triggers = net.triggers(hidden)[b.sentence_row]
    sentence = net.sentence_types(triggers, b.sentence_mask)
    parts = {"type": F.binary_cross_entropy_with_logits(sentence, b.types, reduction="none").sum(1).mean()}
    spread = F.binary_cross_entropy_with_logits(triggers, b.words, reduction="none", pos_weight=torch.tensor(3.0))
    parts["word"] = (spread * b.sentence_mask[..., None] * b.word_known[:, None]).sum() / b.sentence_mask.sum()
    if len(b.claim_type):
        parts |= _claim_losses(net, b, hidden, triggers)
    total = torch.stack([WEIGHT[k] * v for k, v in parts.items()]).sum()
    return total, {k: float(v) for k, v in parts.items()}


def _claim_losses(net: Network, b: Batch, hidden: Tensor, triggers: Tensor) -> dict[str, Tensor]:
    row = b.sentence_row[b.claim_sentence]
    logits = triggers[b.claim_sentence, :, b.claim_type].masked_fill(~b.sentence_mask[b.claim_sentence], -1e4)
    soft = torch.softmax(logits.detach() * 2, -1)
    weights = torch.where(b.claim_pivot.sum(1, keepdim=True) > 0, b.claim_pivot, soft)
    pivot = torch.einsum("ct,cth->ch", weights, hidden[row])
    status, modality = net.stage(pivot, b.claim_type)
    summed = F.pad(hidden.cumsum(1), (0, 0, 1, 0))
    start, end = b.spans.unbind(-1)
    vectors = (summed[row[:, None], end] - summed[row[:, None], start]) / (end - start)[..., None]
    scores = net.roles(pivot, b.claim_type, vectors, b.labels, b.facts, b.present)
    claim, candidate, slot, group = b.group_of.unbind(1)
    best = torch.full((len(b.group_slot),), -1e4).scatter_reduce(
        0, group, scores[claim, candidate, slot], "amax", include_self=True
    )
    role = F.binary_cross_entropy_with_logits(best, b.group_label, reduction="none", pos_weight=torch.tensor(1.3))
    return {
        "status": F.cross_entropy(status, b.status),
        "modality": F.cross_entropy(modality, b.modality),
        "role": (role * b.claim_weight[b.group_claim]).sum() / len(b.claim_type),
    }
