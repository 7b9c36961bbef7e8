"""The public portal: looking up a ticket by its code, and the published answers."""
