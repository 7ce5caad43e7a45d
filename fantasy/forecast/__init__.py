"""Expected points: baselines first, models beside them, and an honest choice between."""
