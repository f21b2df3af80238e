"""The scheme editor's side of the server: what a kind's form needs, reading what was typed, trying a rule out."""
