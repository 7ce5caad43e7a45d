"""The week with nobody at the keyboard: its steps, what they came to, and who is told."""
