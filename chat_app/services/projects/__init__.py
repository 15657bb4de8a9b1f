"""Projects: folders that people share, with their documents, notes and figures."""
