"""The newsletter: confirmed opt-in, one click to leave, nothing kept of those who left."""
