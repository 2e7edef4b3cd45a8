# attack: read the code, keys and output of other runs
# limit: process
import os

read = []
hidden = os.environ["HOSTILE_HIDDEN"]
for directory, _, files in os.walk(hidden):
    for name in files:
        path = os.path.join(directory, name)
        if os.environ["BLUEPLM_RUN_ID"] in path:
            continue
        try:
            with open(path, "rb") as file:
                if file.read(1):
                    read.append(path)
        except OSError:
            pass
print("ESCAPED: " + ", ".join(read[:5]) if read else "contained")
