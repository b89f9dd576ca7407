"""Jobs and tasks that take as long as a test wants, for worker processes."""

TICK = 1  # seconds between two looks at the schedule: tests wait for whole ones
