"""The demo county: a fictional county made by the actions of the pages, nothing written past them."""
