"""Jobs and tasks that take as long as a test wants, for worker processes."""
