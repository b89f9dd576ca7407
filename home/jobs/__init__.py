"""Background work: one worker, one scheduler, and what they did."""
