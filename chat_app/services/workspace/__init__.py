"""How chats are ordered: folders, tags, favourites, archive, trash, and the lists that show them."""
