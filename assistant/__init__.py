"""Chat-style assistant over municipal DX plans: cited answers from a local index, offline."""

__version__ = "0.1.0"
