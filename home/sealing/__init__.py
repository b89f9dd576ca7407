"""The one cipher of the project, and model fields that nobody can read from the database."""
