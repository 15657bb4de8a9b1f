"""Projects as files: all of one out into a ZIP, and in again."""
