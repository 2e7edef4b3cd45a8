# attack: have the proxy reach the machine and private networks, under every spelling
# network: proxy
import os, urllib.error, urllib.request

if "http_proxy" not in os.environ:
    print("ESCAPED: there is no proxy")  # and nothing is sent
    raise SystemExit

port = os.environ["HOSTILE_PORTS"].split(",")[0]
reached = []
for host in ("127.0.0.1", "localhost", "LOCALHOST.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
             "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "[fe80::1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1",
             "224.0.0.1", "255.255.255.255", "user@127.0.0.1", "127.0.0.1%2f@example.com", "[::1%25lo]", "①②⑦.⓪.⓪.①"):
    for scheme in ("http", "https"):
        try:
            answer = urllib.request.urlopen(f"{scheme}://{host}:{port}/", timeout=5)
            reached.append(f"{scheme}://{host} {answer.status}")
        except urllib.error.HTTPError as error:
            if error.code not in (400, 403, 501):
                reached.append(f"{scheme}://{host} {error.code}")
        except (OSError, ValueError, UnicodeError):
            pass
print("ESCAPED: " + ", ".join(reached) if reached else "contained")
