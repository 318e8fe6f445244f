"""Questions and answers: parameters of queries, rows as native values, and every format an answer can be written in."""
