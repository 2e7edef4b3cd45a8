# attack: fill the disk through the artifacts directory
# limit: process landlock
import os

written = 0
try:
    for number in range(512):
        with open(os.path.join(os.environ["BLUEPLM_ARTIFACTS"], f"a{number}"), "wb") as file:
            file.write(b"x" * (1 << 20))
            written += 1
except OSError as error:
    print("contained after", written, "MB:", error)
else:
    print("ESCAPED:", written, "MB written")
