"""Read other people's tables into a working store: food composition and reference intakes.

Rows are read one at a time, by the csv module of the standard library: it is there on every platform, it streams,
and it knows the number of each line, which the report names for every row that is left out.
"""
