# attack: write a false end through the descriptors of the process above
# limit: process
# exit: 3
import os

written = []
for process in {1, os.getppid()}:
    for descriptor in range(0, 64):
        try:
            with open(f"/proc/{process}/fd/{descriptor}", "wb", buffering=0) as file:
                file.write(b'{"exit_code":0,"signal":null}\n')
                if descriptor > 2:
                    written.append((process, descriptor))
        except OSError:
            pass
print("ESCAPED:" if written else "contained", written)
raise SystemExit(3)
