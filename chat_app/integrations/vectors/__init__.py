"""Where passages are found: by meaning and by their words."""
