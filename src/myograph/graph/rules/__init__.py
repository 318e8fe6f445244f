"""The rules that content keeps beyond its shapes; each is a function from loaded content to findings."""
