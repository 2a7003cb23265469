"""Codebook: what is coded, as data. ``types.load_codebook`` gives the types, ``lists.load_lists`` the names and common
nouns, ``digest.digest`` what changes when any of them does."""
