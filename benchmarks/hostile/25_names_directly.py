# attack: tunnel data out in name look-ups that go past the proxy
# skip: process landlock
import socket

with open("/proc/net/dev") as file:
    interfaces = [line.split(":")[0].strip() for line in file.readlines()[2:]]
if interfaces != ["lo"]:
    print("ESCAPED: the machine's network is visible:", interfaces)  # and nothing is sent to it
    raise SystemExit
answers = []
for name in ("a.example.test", "localhost.example.test"):
    try:
        answers.append(socket.getaddrinfo(name, 53))
    except OSError:
        pass
for server in ("127.0.0.53", "127.0.0.1", "169.254.169.253"):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(0.5)
            client.sendto(bytes.fromhex("123401000001000000000000016101620000010001"), (server, 53))
            answers.append(client.recv(512))
    except OSError:
        pass
print("ESCAPED: answered" if answers else "contained")
