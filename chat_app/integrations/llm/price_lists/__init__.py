"""Pure parsers of published lists of models: what each can, and what it costs."""
