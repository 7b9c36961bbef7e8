"""Taking a matter in: what the citizen said so far, what is missing, what is asked next.

Rasa leads the form and puts our decisions into words; every decision is taken here.
"""
