// BlockSchema: see docs/architecture.md.
