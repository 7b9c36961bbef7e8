"""The staff console: queue and tickets of the own agency, pages without logic of their own."""
