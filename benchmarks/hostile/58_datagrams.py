# attack: send datagrams, which the proxy does not see
# limit: process
import os, socket

port = int(os.environ["HOSTILE_PORTS"].split(",")[0])
sent = []
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as client:
            client.sendto(b"x", (host, port))
            with open("/proc/net/dev") as file:
                if len(file.readlines()) > 3:
                    sent.append(host)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(sent) if sent else "contained")
