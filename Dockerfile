# syntax=docker/dockerfile:1
# Two stages: the first installs packages and builds the frontend (bun comes from the npm registry), the second runs.
# Nothing of Node or bun is in the result.

FROM python:3.13-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements-uv.txt requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --quiet --no-cache-dir --require-hashes --only-binary :all: --target /tmp/uv -r requirements-uv.txt \
    && /tmp/uv/bin/uv pip sync --no-cache --require-hashes --python .venv/bin/python requirements.txt
COPY alembic.ini rxconfig.py ./
COPY alembic alembic
COPY assets assets
COPY reflex.lock reflex.lock
COPY chat_app chat_app
RUN .venv/bin/python -m chat_app build

FROM python:3.13-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    PARLEY_HOST=0.0.0.0 \
    PARLEY_PORT=3000 \
    PARLEY_DATA_DIR=/data
RUN useradd --uid 10001 --user-group --home-dir /app --shell /usr/sbin/nologin parley \
    && install --directory --owner=parley --group=parley --mode=0700 /data \
    && install --directory --owner=parley --group=parley /app
WORKDIR /app
COPY --from=build --chown=parley:parley /app/.venv .venv
COPY --chown=parley:parley alembic.ini rxconfig.py requirements.txt ./
COPY --chown=parley:parley alembic alembic
COPY --chown=parley:parley assets assets
COPY --chown=parley:parley reflex.lock reflex.lock
COPY --chown=parley:parley chat_app chat_app
COPY --from=build --chown=parley:parley /app/.web/backend .web/backend
COPY --from=build --chown=parley:parley /app/.web/build .web/build
USER 10001:10001
VOLUME ["/data"]
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PARLEY_PORT']}/health\", timeout=4)"]
CMD ["python", "-m", "chat_app", "serve"]
