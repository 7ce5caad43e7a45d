"""The roster: the best squad and line-up under the rules, as one mixed-integer programme."""
