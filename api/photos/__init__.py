"""Photos of citizens: taken in without their metadata, kept for the ticket, shown to who may see it."""
