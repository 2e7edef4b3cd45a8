from __future__ import annotations

import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from plm import KEY, FakePLM, make_part, make_supplier

import blueplm
from blueplm import BluePLM, BluePLMError, BluePLMWarning, ConfigurationError, Part, RecordList, Supplier


def test_plan_sample_runs_unchanged(plm: FakePLM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUEPLM_API_URL", plm.url)
    monkeypatch.setenv("BLUEPLM_API_KEY", KEY)
    monkeypatch.setattr(blueplm, "client", BluePLM())
    from blueplm import client

    parts = client.get_parts(filters={"state": "released"})
    client.update_part(parts[0]["id"], {"custom_erp_id": "12345"})
    suppliers = client.get_suppliers()
    client.close()
    assert [(part["number"], part["name"]) for part in parts] == [
        ("BR-00001", "BR-00001.sldprt"),
        ("BR-00003", "BR-00003.sldprt"),
    ]
    assert plm.parts[0]["custom_properties"] == {"custom_erp_id": "12345"}
    assert len(suppliers) == 3


def test_client_without_environment_imports_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    client = BluePLM()
    with pytest.raises(ConfigurationError, match="BLUEPLM_API_URL is not set"):
        client.get_parts()
    monkeypatch.setenv("BLUEPLM_API_URL", "http://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="BLUEPLM_API_KEY is not set"):
        client.get_parts()


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8080",
        "ftp://host",
        "http://",
        "http://user:pass@host",
        "http://host?x=1",
        "http://host:99999",
        "http://[::1",
        "http://ho st",
    ],
)
def test_unusable_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="must look like") as caught:
        BluePLM(url, KEY)
    assert "pass" not in str(caught.value)


def test_address_and_key_belong_together() -> None:
    with pytest.raises(ConfigurationError):
        BluePLM("http://host")
    with pytest.raises(ConfigurationError):
        BluePLM(api_key=KEY)
    with pytest.raises(ValueError, match="page_size"):
        BluePLM("http://host", KEY, page_size=1001)


def test_all_pages_are_read(plm: FakePLM, client: BluePLM) -> None:
    plm.parts = [make_part(n) for n in range(1201)]
    parts = client.get_parts()
    assert type(parts) is RecordList
    assert [part.id for part in parts] == [part["id"] for part in plm.parts]
    assert [(c.query["limit"], c.query["offset"]) for c in plm.seen("GET", "/parts")] == [
        ("500", "0"),
        ("500", "500"),
        ("500", "1000"),
        ("500", "1201"),
    ]


def test_short_page_is_not_the_end(plm: FakePLM, client: BluePLM) -> None:
    plm.parts = [make_part(n) for n in range(250)]
    plm.max_rows = 100
    assert len(client.get_parts()) == 250


def test_overlapping_pages_lose_nothing_and_warn_once(plm: FakePLM) -> None:
    numbers = [1, 2, 2, 3, 3, 4]
    plm.parts = [make_part(n) for n in numbers]
    with BluePLM(plm.url, KEY, page_size=2) as client:
        with pytest.warns(BluePLMWarning, match="pages overlap") as caught:
            parts = client.get_parts()
    assert [part.number for part in parts] == [f"BR-{n:05d}" for n in (1, 2, 3, 4)]
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_server_that_ignores_the_offset_is_no_endless_loop(plm: FakePLM, client: BluePLM) -> None:
    plm.before = lambda call: call.query.update(offset="0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BluePLMWarning)
        with pytest.raises(BluePLMError, match="repeats the same page"):
            client.get_parts()


@pytest.mark.parametrize("limit", [0, 1, 499, 500, 501, 2000])
def test_limit(plm: FakePLM, client: BluePLM, limit: int) -> None:
    plm.parts = [make_part(n) for n in range(700)]
    assert len(client.get_parts(limit=limit)) == min(limit, 700)
    assert len(plm.calls) == {0: 0, 1: 1, 499: 1, 500: 1, 501: 2, 2000: 3}[limit]


@pytest.mark.parametrize("limit", [-1, True, 1.5, "3"])
def test_bad_limit(client: BluePLM, limit: object) -> None:
    with pytest.raises(ValueError, match="limit must be"):
        client.iter_parts(limit=limit)  # type: ignore[arg-type]


def test_iter_reads_a_page_only_when_it_is_needed(plm: FakePLM) -> None:
    plm.parts = [make_part(n) for n in range(10)]
    with BluePLM(plm.url, KEY, page_size=2) as client:
        parts = client.iter_parts()
        assert plm.calls == []
        assert [next(parts).number, next(parts).number] == ["BR-00000", "BR-00001"]
        assert len(plm.calls) == 1
        assert len(list(parts)) == 8


def test_filters_go_over_the_wire_as_bluepl_wants_them(plm: FakePLM, client: BluePLM) -> None:
    vault = UUID(int=7)
    client.get_parts({"state": "released", "released_only": True}, vault_id=str(vault), search="BR 1&x", limit=1)
    query = plm.calls[0].query
    assert query == {
        "state": "released",
        "released_only": "true",
        "vault_id": str(vault),
        "search": "BR 1&x",
        "limit": "1",
        "offset": "0",
    }


def test_filters_are_checked_before_anything_is_sent(plm: FakePLM, client: BluePLM) -> None:
    with pytest.raises(ValueError, match="unknown filter 'sate'; there are: vault_id, state"):
        client.get_parts(filters={"sate": "released"})
    with pytest.raises(ValueError, match="unknown filter 'state'"):
        client.iter_suppliers({"state": "x"})
    with pytest.raises(ValueError, match="given twice"):
        client.get_parts({"state": "wip"}, state="released")
    with pytest.raises(ValueError, match="'released_only' must be True or False"):
        client.get_parts({"released_only": "yes"})
    assert plm.calls == []


def test_part_comes_from_where_the_server_has_it(plm: FakePLM, client: BluePLM) -> None:
    id = plm.parts[1]["id"]
    assert [client.get_part(id).id for _ in range(2)] == [id, id]
    assert [call.path for call in plm.calls] == [f"/plm/{kind}/{id}" for kind in ("parts", "files", "files")]
    plm.single_parts = True
    with BluePLM(plm.url, KEY) as other:
        assert other.get_part(id).id == id
    assert plm.calls[-1].path == f"/plm/parts/{id}"


def test_get_and_find_part(plm: FakePLM, client: BluePLM) -> None:
    assert client.get_part(plm.parts[1]["id"]).custom_properties == {}
    plm.parts = [
        make_part(10, part_number="BR-1", file_type="drawing"),
        make_part(11, part_number="BR-10"),
        make_part(12, part_number="BR-1"),
    ]
    found = client.find_part("BR-1")
    assert found is not None
    assert found.id == plm.parts[2]["id"]
    assert client.find_part("BR-") is None


@pytest.mark.parametrize("id", ["", ".", "..", None])
def test_what_is_no_id_is_refused(plm: FakePLM, client: BluePLM, id: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        client.get_supplier(id)
    assert plm.calls == []


def test_ids_cannot_change_the_path(plm: FakePLM, client: BluePLM) -> None:
    with pytest.raises(BluePLMError):
        client.get_supplier("../parts?x=1#y")
    assert plm.calls[0].path == "/plm/suppliers/..%2Fparts%3Fx%3D1%23y"


def test_update_part(plm: FakePLM, client: BluePLM) -> None:
    part = client.update_part(plm.parts[0]["id"], {"revision": "B", "größe": 1.5}, idempotency_key="mine")
    assert part.revision == "B"
    assert part.custom_properties == {"größe": 1.5}
    call = plm.calls[0]
    assert call.headers["content-type"] == "application/json"
    assert call.headers["idempotency-key"] == "mine"
    for key in ("", "a b", "a\r\nX: y", "x" * 256):
        with pytest.raises(ValueError, match="idempotency key"):
            client.update_part(part.id, {"a": 1}, idempotency_key=key)


@pytest.mark.parametrize("changes", [{"number": "X"}, {"state": "released"}, {"id": "1", "revision": "B"}, {}])
def test_update_part_refuses_what_would_be_lost(plm: FakePLM, client: BluePLM, changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="update_part"):
        client.update_part("1", changes)
    assert plm.calls == []


def test_suppliers(plm: FakePLM, client: BluePLM) -> None:
    plm.suppliers.append(make_supplier(4, is_active=False))
    assert [s.name for s in client.get_suppliers(active_only=True)] == ["Supplier 1", "Supplier 2", "Supplier 3"]
    assert [s.code for s in client.iter_suppliers({"approved_only": True})] == ["S2", "S4"]
    supplier = client.get_supplier(plm.suppliers[0]["id"])
    assert type(supplier) is Supplier
    assert json.loads(json.dumps(supplier)) == plm.suppliers[0]


def test_whoami_and_raw(plm: FakePLM, client: BluePLM) -> None:
    assert client.whoami().email == "bot@example.com"
    assert client.raw("post", "/files/7/checkout")["success"] is True
    assert plm.calls[-1].body == b"{}"
    assert client.raw("DELETE", "/suppliers/7") == {"success": True}
    assert "content-type" not in plm.calls[-1].headers
    assert client.raw("GET", "/parts?limit=1", params={"released_only": True, "search": None})["count"] == 1
    assert plm.calls[-1].query == {"limit": "1", "released_only": "true"}
    plm.faults = [(204, {"Content-Length": "0"}, b"")]
    assert client.raw("DELETE", "/suppliers/7") is None
    with pytest.raises(ValueError, match="HTTP method"):
        client.raw("GET /x", "/parts")
    for path in ("parts", "http://elsewhere/", "/a b", "/a\r\nX: y", "/a#b", "/ä"):
        with pytest.raises(ValueError, match="path"):
            client.raw("GET", path)


def test_answers_that_are_not_bluepl(plm: FakePLM, client: BluePLM) -> None:
    plm.faults = [(200, {}, b"<html>"), (200, {}, []), (200, {}, {"parts": None}), (200, {}, {"success": True})]
    with pytest.raises(BluePLMError, match="not JSON; does BLUEPLM_API_URL"):
        client.get_parts()
    for _ in range(2):
        with pytest.raises(BluePLMError, match="no 'parts'"):
            client.get_parts()
    with pytest.raises(BluePLMError, match="holds no part"):
        client.update_part("1", {"a": 1})


def component(n: int, quantity: int = 1, **changes: object) -> dict[str, object]:
    part = make_part(n)
    return {
        **{name: part[name] for name in ("id", "part_number", "file_name", "file_path", "revision", "state")},
        "quantity": quantity,
        **changes,
    }


def test_bom(plm: FakePLM, client: BluePLM) -> None:
    top, sub, leaf = (part["id"] for part in plm.parts)
    plm.boms = {top: [component(2, 2), component(3, 4)], sub: [component(3, 3)]}
    bom = client.get_bom(top)
    assert type(bom.assembly) is Part
    assert [(c.number, c.quantity) for c in bom] == [("BR-00002", 2), ("BR-00003", 4)]
    assert (len(bom), bom.total_components) == (2, 2)
    assert len(plm.calls) == 1
    deep = client.get_bom(top, recursive=True)
    assert deep.to_csv() == (
        "level,part_number,file_name,revision,state,quantity,total_quantity\n"
        "1,BR-00002,BR-00002.sldprt,A,wip,2,2\n"
        "2,BR-00003,BR-00003.sldprt,A,released,3,6\n"
        "1,BR-00003,BR-00003.sldprt,A,released,4,4\n"
    )
    assert sorted(call.path for call in plm.calls[1:]) == [f"/plm/bom/{id}" for id in (top, sub, leaf)]
    assert [c.number for c in client.get_bom(top, released_only=True)] == ["BR-00003"]


def test_bom_with_a_cycle_ends(plm: FakePLM, client: BluePLM) -> None:
    top, sub, _ = (part["id"] for part in plm.parts)
    plm.boms = {top: [component(2)], sub: [component(1), component(2), component(3, file_type="part")]}
    walk = list(client.get_bom(top, recursive=True).walk())
    assert [(line.level, line.component.number) for line in walk] == [
        (1, "BR-00002"),
        (2, "BR-00001"),
        (2, "BR-00002"),
        (2, "BR-00003"),
    ]
    assert walk[1].parent.number == "BR-00002"
    assert len(plm.calls) == 2


def test_connection_is_kept(plm: FakePLM, client: BluePLM) -> None:
    for _ in range(5):
        client.whoami()
    assert plm.connections == 1


def test_threads_share_a_client(plm: FakePLM, client: BluePLM) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: client.get_part(plm.parts[n % 3]["id"]).number, range(60)))
    assert found == [f"BR-{n % 3 + 1:05d}" for n in range(60)]
    assert plm.connections <= 8
    assert len({call.headers["x-request-id"] for call in plm.calls}) == len(plm.calls) >= 60


def test_connection_that_the_server_closed_meanwhile_is_not_used_for_a_write(plm: FakePLM, client: BluePLM) -> None:
    import select

    client.whoami()
    plm.faults = [(200, {"Connection": "close"}, {"user": {}})]
    session = client._session
    assert session is not None
    client.whoami()
    # Once more, but without the announcement: the server just goes away.
    client.whoami()
    transport = session._transport
    assert isinstance(transport, blueplm.HTTPTransport)
    sock = transport._idle[0][1].sock
    plm.faults = ["drop"]
    sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    select.select([sock], [], [], 5)
    assert client.update_part(plm.parts[0]["id"], {"a": 1}).custom_properties == {"a": 1}
    assert plm.connections == 3


def test_injected_transport() -> None:
    class Canned(blueplm.Transport):
        closed = False

        def send(self, request: blueplm.Request, timeout: float) -> blueplm.Response:
            assert (request.method, request.url, timeout) == ("GET", "https://plm.example.com/auth/me", 30)
            return blueplm.Response(200, {}, b'{"user": {"email": "x@example.com"}}')

        def close(self) -> None:
            self.closed = True

    transport = Canned()
    with BluePLM("https://plm.example.com/", KEY, transport=transport) as client:
        assert client.whoami() == {"email": "x@example.com"}
    assert transport.closed
