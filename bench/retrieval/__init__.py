"""How well passages are found: by words, by meaning, and by both, on sets whose right answers people have judged."""
