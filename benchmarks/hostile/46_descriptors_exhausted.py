# attack: take all descriptors of the machine
import os

held = []
try:
    while len(held) < 100_000:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    for descriptor in held[:16]:
        os.close(descriptor)
    print("contained after", len(held), error)
else:
    print("ESCAPED:", len(held))
