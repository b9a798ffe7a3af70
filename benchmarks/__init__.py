"""Measurements of retrieval: data sets, measures and the table that the README quotes."""
