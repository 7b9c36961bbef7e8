"""What citizens wrote: conversations and their messages, stored before anything is acknowledged."""
