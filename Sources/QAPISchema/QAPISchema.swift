// QAPISchema: see docs/architecture.md.
