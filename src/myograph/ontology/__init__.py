"""What may be said: the shapes that content must have, checked by SHACL."""
