"""Personal data: the rights of those whose data are kept, with their clocks, and what is erased when."""
