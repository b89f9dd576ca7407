"""The one way to send mail: sealed until it leaves, forgotten when it has left."""
