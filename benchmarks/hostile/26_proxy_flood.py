# attack: hold hundreds of connections at the proxy, to starve other runs
# network: proxy
import os, socket, urllib.parse

if "http_proxy" not in os.environ:
    print("ESCAPED: there is no proxy")  # and nothing is sent
    raise SystemExit

proxy = urllib.parse.urlsplit(os.environ["http_proxy"])
held = []
try:
    for _ in range(240):
        client = socket.create_connection((proxy.hostname, proxy.port), 2)
        client.sendall(b"GET http://")
        held.append(client)
except OSError as error:
    print("refused after", len(held), error)
print("contained: the worker is asked afterwards whether it lives")
