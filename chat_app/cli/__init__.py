"""The command line. Each command is a module; what is heavy is imported when the command runs."""
