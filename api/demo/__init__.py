"""A generated year to look at, written through the services that people use, and its removal."""
