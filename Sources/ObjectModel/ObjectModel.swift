// ObjectModel: see docs/architecture.md.
