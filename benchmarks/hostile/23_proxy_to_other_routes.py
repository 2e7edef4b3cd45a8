# attack: reach api-app's other routes with the run's key, by path tricks and by tunnel
# network: proxy
import http.client, os, urllib.parse

if "http_proxy" not in os.environ:
    print("ESCAPED: there is no proxy")  # and nothing is sent
    raise SystemExit

base = urllib.parse.urlsplit(os.environ["BLUEPLM_API_URL"])
proxy = urllib.parse.urlsplit(os.environ["http_proxy"])
authority = base.netloc
key = {"Authorization": "Bearer " + os.environ["BLUEPLM_API_KEY"], "Host": authority}
reached = []
for path in ("/api/scripts", "/worker/line", "/healthz", "/readyz", "/", "/plm/../api/scripts", "/plm/..;/api/scripts", "/plm/%2e%2e/api/scripts", "/plm%2f..%2fapi/scripts",
             "//api/scripts", "/plm/./../api/scripts", "/PLM/../api/scripts", "/plm\\..\\api\\scripts", "/plmx/../api/scripts", "/api/openapi.json", "/plm/..%252fapi/scripts",
             "/plm/x/../../api/scripts?x=/plm/"):
    for method in ("GET", "POST"):
        try:
            connection = http.client.HTTPConnection(proxy.hostname, proxy.port, timeout=5)
            connection.request(method, f"http://{authority}{path}", headers=key)
            status = connection.getresponse().status
            if status not in (400, 403, 404, 405, 501):
                reached.append(f"{method} {path} {status}")
            elif path.startswith(("/api", "/worker", "/healthz")) and status != 403:
                reached.append(f"{method} {path} {status}")
        except (OSError, http.client.HTTPException, TypeError):
            pass
try:
    connection = http.client.HTTPConnection(proxy.hostname, proxy.port, timeout=5)
    connection.set_tunnel(base.hostname, base.port or 80)
    connection.request("GET", "/api/scripts", headers=key)
    reached.append(f"tunnel {connection.getresponse().status}")
except (OSError, http.client.HTTPException, TypeError):
    pass
print("ESCAPED: " + ", ".join(reached) if reached else "contained")
