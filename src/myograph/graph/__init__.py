"""What is said: reading the content files, the rules they keep, the edges derived from them, and the exports."""
