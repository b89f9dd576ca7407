"""An app that only the tests install: a model with every kind of sealed field."""
