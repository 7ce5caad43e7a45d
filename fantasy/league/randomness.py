"""Streams of random numbers: one for each part of the league, all from one seed."""

import zlib

import numpy as np


def randomness(seed: int, purpose: str) -> np.random.Generator:
    """The stream of one part, which no other part's draws can move.

    Args:
        seed: the league's.
        purpose: what the numbers are for, such as `prices 2024-25`.
    """
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])
