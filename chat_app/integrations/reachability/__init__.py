"""Whether the servers that an installation is set up with answer."""
