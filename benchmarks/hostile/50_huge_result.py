# attack: give the worker a result that it cannot hold
import json, os

with open(os.path.join(os.environ["BLUEPLM_RUNTIME"], "events.jsonl"), "a") as file:
    file.write('{"type":"result","value":' + "[" * 100_000 + "]" * 100_000 + "}\n")
    file.write(json.dumps({"type": "result", "value": "z" * (8 << 20)}) + "\n")
    file.write('{"type":"result"\x00\n\n[]\nnull\n{"type":7}\n')
print("contained")
