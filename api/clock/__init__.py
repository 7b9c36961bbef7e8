"""Working time: calendars, deadlines and pauses."""
