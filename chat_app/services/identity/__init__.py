"""Second factors, passkeys and accounts at other providers: how people prove who they are besides a password."""
