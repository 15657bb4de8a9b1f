"""Money that goes back for credit that was not spent."""
