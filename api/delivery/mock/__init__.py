"""The mock: the real application over a few fixed documents, for the tests of frontend teams."""
