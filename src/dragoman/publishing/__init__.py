"""Record -> dossier: one self-contained page over reports, claims and what matching made of them."""

from dragoman.publishing.dossier import DossierInput, dossier

__all__ = ["DossierInput", "dossier"]
