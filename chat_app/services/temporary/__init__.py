"""Temporary chats: they live in the memory of this process and nowhere else."""

from chat_app.services.temporary.service import TemporaryChats

__all__ = ["TemporaryChats"]
