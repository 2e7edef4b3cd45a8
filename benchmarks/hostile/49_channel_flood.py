# attack: flood the channel to the worker with events and with one endless line
# end: exited
import json, os

with open(os.path.join(os.environ["BLUEPLM_RUNTIME"], "events.jsonl"), "a") as file:
    try:
        for number in range(50_000):
            file.write(json.dumps({"type": "progress", "current": number, "total": None, "phase": "x" * 100}) + "\n")
        while True:
            file.write("y" * (1 << 20))
    except OSError as error:
        print("contained:", error, flush=True)
    os._exit(0)
