"""The one audit log: who did what, when, to which thing; append-only and hash-chained."""
