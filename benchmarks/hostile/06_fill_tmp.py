# attack: fill the disk through the temporary directory
# limit: process landlock
import os

written = 0
try:
    for number in range(64):
        with open(os.path.join(os.environ["TMPDIR"], f"fill-{number}"), "wb") as file:
            for _ in range(8):
                file.write(b"x" * (1 << 20))
                written += 1
except OSError as error:
    print("contained after", written, "MB:", error)
else:
    print("ESCAPED:", written, "MB written")
