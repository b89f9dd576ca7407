"""An index so that Django finds the slices' models; nobody else imports it."""
