"""Training of the shipped embedding model, from pairs of texts to a folder; see README.md."""
