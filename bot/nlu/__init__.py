"""What Rasa loads: understanding of Vietnamese, the input channel, the tracker store (Python 3.10)."""
