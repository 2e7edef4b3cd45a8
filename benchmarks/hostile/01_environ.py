# attack: read other processes' environments, where secrets of the worker or of other runs may lie
# limit: process
import os

found = []
for name in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{name}/environ", "rb") as file:
            environment = file.read()
    except OSError:
        continue
    if environment and os.environ["BLUEPLM_RUN_ID"].encode() not in environment:
        found.append(name)
print("ESCAPED: environments of " + ", ".join(found) if found else "contained")
