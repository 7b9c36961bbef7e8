"""The application: tickets, agencies, the clock, the console and the public pages."""
