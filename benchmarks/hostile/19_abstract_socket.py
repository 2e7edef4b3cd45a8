# attack: reach a socket of the machine that has a name and no file
# limit: process
import os, socket

try:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + os.environ["HOSTILE_ABSTRACT"])
    print("ESCAPED: connected")
except OSError as error:
    print("contained:", error)
