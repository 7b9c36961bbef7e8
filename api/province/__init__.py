"""The province's data folder: read, checked as a whole, loaded into the database."""
