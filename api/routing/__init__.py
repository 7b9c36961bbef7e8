"""Topics, the rows of the plan, and which agency a matter goes to first."""
