"""A BluePLM of our own on loopback, with the shapes and the quirks that its API is documented to have."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

KEY = "srk_Do-Not-Show-This-0123456789abcdef"
PREFIX = "/plm"
PART_FIELDS = (
    "id",
    "part_number",
    "file_name",
    "file_path",
    "description",
    "revision",
    "version",
    "state",
    "file_type",
)
STATES = ("not_tracked", "wip", "in_review", "released", "obsolete")


class Call:
    """What the server was asked."""

    def __init__(self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes) -> None:
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"{self.method} {self.path} {self.query}"


def make_part(n: int, **changes: Any) -> dict[str, Any]:
    number = f"BR-{n:05d}"
    part = {
        "id": f"00000000-0000-4000-8000-{n:012d}",
        "part_number": number,
        "file_name": f"{number}.sldprt",
        "file_path": f"/Parts/{number}.sldprt",
        "description": f"Bracket {n}",
        "revision": "A",
        "version": 1,
        "state": "released" if n % 2 else "wip",
        "file_type": "part",
        "custom_properties": {},
    }
    return {**part, **changes}


def make_supplier(n: int, **changes: Any) -> dict[str, Any]:
    supplier = {"id": f"10000000-0000-4000-8000-{n:012d}", "name": f"Supplier {n}", "code": f"S{n}"}
    return {**supplier, "currency": "USD", "contact_email": "", "is_active": True, "is_approved": n % 2 == 0, **changes}


class FakePLM:
    """The server; `faults` are answered first, one a request: a status, a (status, headers, body), or "drop"."""

    def __init__(self) -> None:
        self.parts = [make_part(n) for n in range(1, 4)]
        self.suppliers = [make_supplier(n) for n in range(1, 4)]
        self.boms: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[Call] = []
        self.faults: list[Any] = []
        self.connections = 0
        self.capabilities: list[str] | None = None
        self.parts_writable = True
        self.single_parts = False
        self.max_rows = 1000
        self.rate_headers: dict[str, str] = {}
        self.before: Callable[[Call], None] = lambda _call: None
        plm = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                plm.connections += 1
                super().setup()

            def handle_any(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                call = Call(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
                plm.calls.append(call)
                plm.before(call)
                answer = plm.faults.pop(0) if plm.faults else plm.answer(call)
                if answer == "drop":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, extra, value = answer if isinstance(answer, tuple) else plm.failure(answer)
                content = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                for name, text in {"Content-Length": str(len(content)), **plm.rate_headers, **extra}.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                if not isinstance(sys.exc_info()[1], ConnectionError):  # the client may hang up
                    super().handle_error(request, client_address)

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.origin = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.url = self.origin + PREFIX

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def seen(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and call.path == PREFIX + path]

    @staticmethod
    def failure(status: int, code: str = "", message: str = "") -> tuple[int, dict[str, str], Any]:
        if status == 429:
            text = "Rate limit exceeded. Max 100 requests per 60s. Retry in 30 seconds."
            return status, {}, {"error": "RATE_LIMIT_EXCEEDED", "message": message or text}
        if status >= 500:
            return (
                status,
                {},
                {"error": "INTERNAL_ERROR", "message": message or "Internal server error", "requestId": "r-1"},
            )
        return status, {}, {"error": code or "BAD_REQUEST", "message": message or "refused"}

    def invalid(self, field: str, message: str) -> tuple[int, dict[str, str], Any]:
        detail = {"instancePath": f"/{field}", "keyword": "type", "message": message}
        return 400, {}, {"error": "VALIDATION_ERROR", "message": "Validation failed", "details": [detail]}

    def answer(self, call: Call) -> Any:
        path = call.path.removeprefix(PREFIX)
        segments = [unquote(text) for text in path.split("/")[1:]]
        if (call.method, path) == ("GET", "/"):
            info: dict[str, Any] = {"name": "BluePLM REST API", "version": "2.7.0", "status": "running"}
            return 200, {}, info if self.capabilities is None else {**info, "capabilities": self.capabilities}
        if call.headers.get("authorization") != f"Bearer {KEY}":
            return self.failure(401, "UNAUTHORIZED", "Invalid or expired token")
        match call.method, segments:
            case "GET", ["auth", "me"]:
                user = {"id": "u1", "email": "bot@example.com", "full_name": "Bot", "role": "engineer", "org_id": "o1"}
                return 200, {}, {"user": user, "org_id": "o1"}
            case "GET", ["parts"]:
                return self.list_parts(call.query)
            case "GET", ["suppliers"]:
                return self.list_suppliers(call.query)
            case "GET", ["parts", id] if self.single_parts:
                return self.one(self.parts, id, "part")
            case "GET", ["files", id]:
                return self.one(self.parts, id, "file")
            case "GET", ["suppliers", id]:
                return self.one(self.suppliers, id, "supplier")
            case "GET", ["bom", id]:
                return self.bom(id, call.query)
            case "PATCH", ["parts", id] if self.parts_writable:
                return self.patch_part(id, json.loads(call.body))
            case "DELETE", ["suppliers", _]:
                return 200, {}, {"success": True}
            case "POST", ["files", id, "checkout"]:
                if not isinstance(json.loads(call.body or b"null"), dict):
                    return self.invalid("", "must be object")
                return 200, {}, {"success": True, "file": {"id": id}}
        return self.failure(404, "NOT_FOUND", "Endpoint not found")

    def one(self, rows: list[dict[str, Any]], id: str, field: str) -> Any:
        for row in rows:
            if row["id"] == id:
                return 200, {}, {field: row}
        return 500

    def page(self, rows: list[dict[str, Any]], query: dict[str, str], field: str) -> Any:
        limit, offset = query.get("limit", "100"), query.get("offset", "0")
        if not limit.isdigit():
            return self.invalid("limit", "must be integer")
        page = rows[int(offset) :][: min(int(limit), self.max_rows)]
        return 200, {}, {field: page, "count": len(page)}

    def list_parts(self, query: dict[str, str]) -> Any:
        if query.get("released_only", "false") not in ("true", "false"):
            return self.invalid("released_only", "must be boolean")
        if query.get("state", "wip") not in STATES:
            return self.invalid("state", "must be equal to one of the allowed values")
        rows = [{name: part[name] for name in PART_FIELDS} for part in self.parts]
        rows = [row for row in rows if query.get("search", "") in row["part_number"]]
        if "state" in query:
            rows = [row for row in rows if row["state"] == query["state"]]
        if query.get("released_only") == "true":
            rows = [row for row in rows if row["state"] == "released"]
        return self.page(rows, query, "parts")

    def list_suppliers(self, query: dict[str, str]) -> Any:
        rows = self.suppliers
        for name, field in (("active_only", "is_active"), ("approved_only", "is_approved")):
            if query.get(name, "false") not in ("true", "false"):
                return self.invalid(name, "must be boolean")
            if query.get(name) == "true":
                rows = [row for row in rows if row[field]]
        return self.page(rows, query, "suppliers")

    def bom(self, id: str, query: dict[str, str]) -> Any:
        found = [part for part in self.parts if part["id"] == id]
        if not found:
            return 500
        fields = ("id", "part_number", "file_name", "revision", "state")
        components = self.boms.get(id, [])
        if query.get("released_only") == "true":
            components = [row for row in components if row["state"] == "released"]
        assembly = {name: found[0][name] for name in fields}
        return 200, {}, {"assembly": assembly, "components": components, "total_components": len(components)}

    def patch_part(self, id: str, changes: dict[str, Any]) -> Any:
        for part in self.parts:
            if part["id"] == id:
                for name, value in changes.items():
                    if name in ("part_number", "description", "revision"):
                        part[name] = value
                    else:
                        part["custom_properties"][name] = value
                return 200, {}, {"success": True, "part": part}
        return self.failure(404, "NOT_FOUND", "Part not found")
