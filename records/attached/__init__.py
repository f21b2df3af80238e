"""Files that people attach: recognised by content, held to a list of kinds, looked at in a bounded process."""
