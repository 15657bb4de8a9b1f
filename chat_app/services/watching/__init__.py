"""Folders of the server whose files are documents: looked through now and then, and what changed is read anew."""
