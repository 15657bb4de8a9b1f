"""Measures how well the documents of a project are found, with questions whose passages are known."""
