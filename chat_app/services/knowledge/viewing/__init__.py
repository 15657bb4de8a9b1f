"""Looking at a document: its pages as pictures, or its text, for whoever may read it."""
