"""Finding chats, messages and files: one index in the database, a small language of operators, hits with snippets."""
