# attack: read the keys of the worker and of the installation
# limit: process
import os

read = []
for path in os.environ["HOSTILE_FILES"].split(":"):
    try:
        with open(path, "rb") as file:
            if file.read(1):
                read.append(path)
    except OSError:
        pass
print("ESCAPED: " + ", ".join(read) if read else "contained")
