"""Files that people attach: taken in, read, kept, sent to models, forgotten again."""
