# attack: reach the cloud's metadata service and private networks without the proxy
# skip: process landlock
import socket

with open("/proc/net/dev") as file:
    interfaces = [line.split(":")[0].strip() for line in file.readlines()[2:]]
if interfaces != ["lo"]:
    print("ESCAPED: the machine's network is visible:", interfaces)  # and nothing is sent to it
    raise SystemExit
reached = []
for host in ("169.254.169.254", "10.0.0.1", "192.168.0.1", "172.17.0.1", "fd00:ec2::254"):
    try:
        socket.create_connection((host, 80), 1).close()
        reached.append(host)
    except OSError:
        pass
for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
    try:
        with socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP if kind == socket.SOCK_RAW else 0) as client:
            client.sendto(b"x" * 12, ("169.254.169.254", 53))
            reached.append(f"{kind!r}")
    except OSError:
        pass
print("ESCAPED: " + ", ".join(reached) if reached else "contained")
