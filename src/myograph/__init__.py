"""Ask why muscles twitch: an open knowledge graph with SPARQL, a command line and a Python interface."""

__version__ = "0.1.0"
