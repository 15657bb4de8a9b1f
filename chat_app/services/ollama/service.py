"""The verbs of local models, for whoever may administer providers; everybody else gets `NotFoundError`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Container
from typing import Any

from chat_app.errors import UpstreamError
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.ollama.port import LocalModel, OllamaPort, RunningModel, ShownModel
from chat_app.services.access.matrix import require
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.actor import Actor
from chat_app.services.ollama.dto import Loaded, Pull, Readiness, ServerContent, ServerInfo, ServerModel, Suggestion
from chat_app.services.ollama.errors import NothingMissingError
from chat_app.services.ollama.names import checked_name, checked_pull_name
from chat_app.services.ollama.pulls import PullBook
from chat_app.services.ollama.readiness import OfflineReadiness
from chat_app.services.ollama.servers import OllamaServers, in_words
from chat_app.services.ollama.suggestions import suggestions

PERMISSION = "admin.providers"


class OllamaService:
    """Looks after the models of all Ollama servers of the house."""

    def __init__(
        self,
        servers: OllamaServers,
        pulls: PullBook,
        catalogue: CatalogueService,
        audit: AuditLog,
        readiness: OfflineReadiness,
        allowed: Container[tuple[str, int]] = frozenset(),
    ) -> None:
        """`allowed` are hosts and ports beside the well-known registries that models may come from."""
        self._servers = servers
        self._pulls = pulls
        self._catalogue = catalogue
        self._audit = audit
        self._readiness = readiness
        self._allowed = allowed

    async def servers(self, actor: Actor) -> list[ServerInfo]:
        """All servers and how they are."""
        require(actor, PERMISSION)
        return await self._servers.infos()

    async def content(self, actor: Actor, server_id: str) -> ServerContent:
        """What is on a server's disk and in its memory."""
        config = await self._config(actor, server_id)
        try:
            async with self._servers.open(config) as server:
                return _content(await server.models(), await server.running())
        except UpstreamError as error:
            raise in_words(error, config.label) from error

    async def show(self, actor: Actor, server_id: str, name: str) -> ShownModel:
        """What a server tells about one model."""
        config, name = await self._config(actor, server_id), checked_name(name)
        try:
            async with self._servers.open(config) as server:
                return await server.show(name)
        except UpstreamError as error:
            raise in_words(error, config.label) from error

    async def pull(self, actor: Actor, server_id: str, name: str) -> Pull:
        """Begin to get a model, or find the pull that runs already. It goes on whoever watches."""
        config, model = await self._config(actor, server_id), checked_pull_name(name, self._allowed)
        if running := self._pulls.running(config.id, model):
            return running
        self._pulls.require_room()
        # Before the first byte, so that the log has the beginning before the end.
        await self._note(actor, "ollama.pull", config, model)

        async def ended(pull: Pull) -> None:
            outcome = "failed" if pull.state == "failed" else "done"
            await self._note(actor, "ollama.pull_end", config, model, outcome, state=pull.state, bytes=pull.done)
            if pull.state == "done":
                await self._catalogue.relist(config.id)

        return self._pulls.running(config.id, model) or self._pulls.begin(config, model, ended)

    async def cancel(self, actor: Actor, pull_id: str) -> Pull:
        """End a pull; what came is kept on the server."""
        require(actor, PERMISSION)
        was_running = self._pulls.get(pull_id).state == "running"
        pull = await self._pulls.cancel(pull_id)
        if was_running and pull.state == "cancelled":
            await self._audit.note(actor, "ollama.pull_cancel", kind="ollama", object_id=pull.server, model=pull.model)
        return pull

    def pulls(self, actor: Actor) -> list[Pull]:
        """All that run, and the last ones that ended, newest first."""
        require(actor, PERMISSION)
        return self._pulls.list()

    def get_pull(self, actor: Actor, pull_id: str) -> Pull:
        require(actor, PERMISSION)
        return self._pulls.get(pull_id)

    def dismiss(self, actor: Actor, pull_id: str) -> None:
        """Forget a pull that has ended."""
        require(actor, PERMISSION)
        self._pulls.dismiss(pull_id)

    def follow(self, actor: Actor, seconds: float) -> AsyncGenerator[list[Pull]]:
        """All pulls as they change, for some seconds: then whoever watches asks again, and is asked who they are."""
        require(actor, PERMISSION)
        return self._pulls.follow(seconds)

    async def delete(self, actor: Actor, server_id: str, name: str) -> None:
        """Delete a model from a server's disk for good."""
        config, name = await self._config(actor, server_id), checked_name(name)
        async with self._servers.open(config) as server:
            await self._act(actor, "ollama.delete", config, name, server)
        await self._catalogue.relist(config.id)

    async def unload(self, actor: Actor, server_id: str, name: str) -> None:
        """Take a model out of a server's memory at once."""
        config, name = await self._config(actor, server_id), checked_name(name)
        async with self._servers.open(config) as server:
            await self._act(actor, "ollama.unload", config, name, server)

    def suggestions(self, actor: Actor) -> tuple[Suggestion, ...]:
        """Well-known models for a machine of one's own."""
        require(actor, PERMISSION)
        return suggestions()

    async def readiness(self, actor: Actor) -> Readiness:
        """What works without a network."""
        require(actor, PERMISSION)
        return await self._readiness.check()

    async def pull_missing(self, actor: Actor) -> list[Pull]:
        """Get all models that are missing for work without a network; raises `NothingMissingError`."""
        readiness = await self.readiness(actor)
        if not readiness.missing:
            raise NothingMissingError
        return [await self.pull(actor, readiness.server, name) for name in readiness.missing]

    async def check_offline(self) -> Readiness:
        """`readiness` for whoever sits at the machine itself."""
        return await self._readiness.check()

    async def close(self) -> None:
        """End all pulls in good order."""
        await self._pulls.close()

    async def _config(self, actor: Actor, server_id: str) -> ProviderConfig:
        require(actor, PERMISSION)
        return await self._servers.find(server_id)

    async def _act(self, actor: Actor, action: str, config: ProviderConfig, name: str, server: OllamaPort) -> None:
        try:
            await (server.delete(name) if action == "ollama.delete" else server.unload(name))
        except UpstreamError as error:
            await self._note(actor, action, config, name, "failed")
            raise in_words(error, config.label) from error
        await self._note(actor, action, config, name)

    async def _note(self, actor: Actor, action: str, config: ProviderConfig, model: str, outcome: str = "done", **details: Any) -> None:
        await self._audit.note(actor, action, kind="ollama", object_id=config.id, outcome=outcome, model=model, **details)


def _content(models: list[LocalModel], running: list[RunningModel]) -> ServerContent:
    loaded = {each.name: Loaded(each.size, each.size_vram, each.context_tokens, each.expires_at) for each in running}
    found = [
        ServerModel(
            name=each.name,
            digest=each.digest,
            size=each.size,
            modified_at=each.modified_at,
            family=each.family,
            parameters=each.parameters,
            quantisation=each.quantisation,
            capabilities=tuple(sorted(each.capabilities)),
            context_tokens=each.context_tokens,
            loaded=loaded.get(each.name),
        )
        for each in models
    ]
    return ServerContent(
        found, sum(each.size for each in models), sum(each.size for each in running), sum(each.size_vram for each in running)
    )
