"""Who may do what. `matrix.toml` is the only source; groups may switch features of it off."""
