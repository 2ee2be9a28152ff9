// Holdfast: the facade; see docs/architecture.md.
