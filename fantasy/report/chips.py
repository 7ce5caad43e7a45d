"""Chips as managers call them."""

CHIPS = {
    "wildcard": "wildcard",
    "freehit": "free hit",
    "bboost": "bench boost",
    "3xc": "triple captain",
    "manager": "assistant manager",
    "attack": "all-out attack",
}
