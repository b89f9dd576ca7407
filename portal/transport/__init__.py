"""Between the server and Django: nothing here knows what the portal is about."""
