"""What is seen: layout, drawings, the interactive page and the static pages, from plain records."""
