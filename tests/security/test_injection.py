"""X5, X12, X20 to X23, X26: what people write stays text, in whatever it is put: templates, SQL, headers, tables, numbers."""

from __future__ import annotations

import ast
import csv
import io
import pickle
from pathlib import Path

import pytest

from chat_app import models
from chat_app.api.app import create_api
from tests.architecture.sources import PROJECT, modules
from tests.security.people import person

MARK = Path("/tmp/parley-pwned")
TEMPLATES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/parley-pwned').read() }}",
    "${__import__('os').system('touch /tmp/parley-pwned')}",
    "{0.__class__.__init__.__globals__}",
    "%(password_hash)s",
    "!!python/object/apply:os.system ['touch /tmp/parley-pwned']",
    '{"command": "npx", "args": ["-c", "touch /tmp/parley-pwned"]}',
]
SQL = [
    "' OR 1=1 --",
    '" OR ""="',
    "'; DROP TABLE users; --",
    "1) UNION SELECT password_hash FROM users --",
    "%",
    "_",
    "\\",
    "x' AND sleep(5) --",
    "🙂'",
]
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://evil.test")']
LOGINS = [
    "*)(uid=*))(|(uid=*",
    "admin)(&)",
    "first@parley.test\0",
    "fırst@parley.test",
    "FIRST@PARLEY.TEST' --",
    "first@parley.test\r\nBcc: x@evil.test",
]


QUERIES = [
    (path, parameter["name"])
    for path, verbs in create_api().openapi()["paths"].items()
    for parameter in verbs.get("get", {}).get("parameters", [])
    if "{" not in path and parameter["in"] == "query" and "string" in str(parameter["schema"])
]
"""Every text that a list can be searched, sorted or filtered by."""


class _Pwn:
    def __reduce__(self):
        return (Path.touch, (MARK,))


class TestTemplates:
    """X5."""

    @pytest.mark.parametrize("template", TEMPLATES)
    async def test_a_prompt_is_no_program(self, shared, browser, template):
        _, headers = await person(shared, "first")
        client = browser(shared, **headers)
        made = await client.post("/api/v1/prompts", json={"command": "x", "title": template, "text": template + " {{name}}"})
        assert made.status_code == 201, made.text
        filled = await client.post(f"/api/v1/prompts/{made.json()['id']}/fill", json={"values": {"name": template}})
        assert filled.status_code in {200, 422}
        if filled.status_code == 200:
            assert filled.json()["text"].count(template) >= 1
        assert not MARK.exists()

    @pytest.mark.parametrize("name", ["state.pkl", "model.pth", "weights.gguf", "x.yaml"])
    async def test_a_file_is_never_loaded_as_a_program(self, shared, browser, name):
        _, headers = await person(shared, "first")
        answer = await browser(shared, **headers).post("/api/v1/files", params={"name": name}, content=pickle.dumps(_Pwn()))
        assert answer.status_code in {201, 415, 422}
        assert not MARK.exists()

    def test_nothing_of_ours_loads_pickles_or_evaluates(self):
        """X6, V1.5.2."""
        forbidden = {"eval", "exec", "compile", "__import__"}
        found = [
            f"{name}:{node.lineno}"
            for name, tree in modules()
            for node in ast.walk(tree)
            if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in forbidden)
            or (isinstance(node, ast.Import) and any(part.name in {"pickle", "marshal", "shelve", "dill"} for part in node.names))
            or (isinstance(node, ast.Attribute) and node.attr == "load" and isinstance(node.value, ast.Name) and node.value.id == "yaml")
        ]
        assert found == []


class TestSql:
    """X23."""

    @pytest.mark.parametrize("payload", SQL)
    async def test_searches_and_filters_find_nothing_of_others(self, shared, browser, payload):
        first, _ = await person(shared, "first")
        _, headers = await person(shared, "second", "admin")
        secret = await shared.conversations.create(first)
        await shared.conversations.rename(first, secret.id, "CANARY")
        client = browser(shared, **headers)
        for path, name in QUERIES:
            answer = await client.get(path, params={name: payload})
            assert answer.status_code < 500, (path, name, answer.text)
            assert "CANARY" not in answer.text
            assert "password_hash" not in answer.text

    @pytest.mark.parametrize("payload", SQL)
    async def test_a_key_that_is_sql_is_no_key(self, shared, browser, payload):
        value = f"Bearer parley_{payload}".encode()
        answer = await browser(shared).get("/api/v1/me", headers=[(b"authorization", value)])
        assert answer.status_code == 401

    def test_no_statement_is_put_together_from_values(self):
        """V1.2.4: `text()` gets literals only."""
        found = [
            f"{name}:{node.lineno}"
            for name, tree in modules()
            if name.endswith(("queries.py", "db.py"))
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text" and isinstance(node.args[0], ast.BinOp | ast.JoinedStr)
        ]
        assert found == []


class TestLogins:
    """X20: there is no directory to trick, and whatever looks like one's language is a wrong name."""

    @pytest.mark.parametrize("email", LOGINS)
    async def test_a_strange_name_is_a_wrong_one(self, shared, browser, email):
        await person(shared, "first")
        client = browser(shared, Origin="http://parley.test")
        answers = [
            await client.post("/auth/login", data={"email": name, "password": "not the password"}) for name in (email, "nobody@parley.test")
        ]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert "set-cookie" not in answers[0].headers

    @pytest.mark.parametrize("password", ["", "x" * 1_000_000])
    async def test_no_and_too_much_password(self, shared, browser, password):
        await person(shared, "first")
        client = browser(shared, Origin="http://parley.test")
        answer = await client.post("/auth/login", data={"email": "first@parley.test", "password": password})
        assert 400 <= answer.status_code < 500
        assert "set-cookie" not in answer.headers


class TestHeadersAndTables:
    @pytest.mark.parametrize(
        "name", ["a\r\nSet-Cookie: x=1.txt", "a\"; filename*=UTF-8''x.html", "=HYPERLINK().csv", "\u202egpj.exe", "x" * 300]
    )
    async def test_a_name_is_one_value_of_one_header(self, shared, browser, name):
        """X21."""
        _, headers = await person(shared, "first")
        client = browser(shared, **headers)
        file = (await client.post("/api/v1/files", params={"name": name}, content=b"words")).json()
        answer = await client.get(f"/api/v1/files/{file['id']}")
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-disposition"].startswith(("attachment", "inline"))
        assert answer.headers["content-disposition"].isprintable()
        assert ".html" not in answer.headers["content-disposition"].partition("filename*=")[0]

    @pytest.mark.parametrize("formula", FORMULAS)
    async def test_a_table_holds_no_formula(self, shared, browser, formula):
        """X22."""
        _, headers = await person(shared, "first", "admin")
        second, _ = await person(shared, "second")

        def rename(session) -> None:
            session.get_one(models.User, second.user_id).name = formula

        await shared.db.write(rename)
        answer = await browser(shared, **headers).get("/api/v1/admin/people/export")
        assert answer.status_code == 200, answer.text
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert any(formula.strip() in cell for cell in cells)
        assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "＝"}] == []


class TestMoney:
    """X26, as far as there is money: a budget is a whole number that is not below zero."""

    @pytest.mark.parametrize("budget", [-1, 1.5, "1e999", "NaN", float("inf"), 10**30, True, [], {"a": 1}])
    async def test_a_budget_is_a_whole_number(self, shared, browser, budget):
        import json

        _, headers = await person(shared, "first")
        body = json.dumps({"name": "x", "scopes": ["chat"], "budget_nano": budget})
        answer = await browser(shared, **headers).post("/api/v1/me/api-keys", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, answer.text


async def test_no_webhook_is_open_where_nothing_is_sold(shared, browser):
    """X12: what does not exist cannot be forged; where there is one, tests/api/webhooks shows that it asks for a signature."""
    client = browser(shared)
    for path in ("/webhooks/stripe", "/webhooks/", "/api/v1/webhooks"):
        for method in ("GET", "POST"):
            assert (await client.request(method, path, content=b"{}")).status_code in {303, 401, 404, 405}, path


def test_requirements_come_with_hashes_and_nothing_starts_by_itself():
    """X25: a `.pth` file runs with every start of Python, which is how litellm's malicious release did it."""
    import site

    allowed = {"distutils-precedence.pth", "_virtualenv.pth", "protobuf-nspkg.pth", "a1_coverage.pth"}
    found = {path.name for folder in site.getsitepackages() for path in Path(folder).glob("*.pth")}
    assert found <= allowed
    assert "--require-hashes" in (PROJECT / "Makefile").read_text()
