"""How the tables of a record came to be, one module a change; run on opening a record that is behind."""
