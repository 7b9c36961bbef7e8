"""What every domain stands on and none owns: settings, database, errors, ids, time, text."""
