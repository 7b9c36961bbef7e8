"""Staff: who they are, which agency they serve, what they may see."""
