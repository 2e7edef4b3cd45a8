# attack: reach Temporal, Postgres and api-app on the machine's loopback
# limit: process
import os, socket

reached = []
for port in map(int, os.environ["HOSTILE_PORTS"].split(",")):
    for host in ("127.0.0.1", "::1", "0.0.0.0", "127.255.0.1", "::ffff:127.0.0.1"):
        try:
            socket.create_connection((host, port), 1).close()
            reached.append(f"{host}:{port}")
        except OSError:
            pass
print("ESCAPED: " + ", ".join(reached) if reached else "contained")
