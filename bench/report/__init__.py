"""The figures beside the limits we set ourselves and beside the peers, as tables in `docs/performance.md`."""
