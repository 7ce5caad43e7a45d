"""For people: tables for the terminal, JSON for programs."""
