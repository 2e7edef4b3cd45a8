# Resume sync: sends all parts to an ERP; after a failure or a lost worker the next attempt goes on where it stopped.
# Set ERP_URL in the script's environment and ERP_API_KEY in its secrets; without ERP_URL it shows what it would send.
# Set retry.max_attempts to 2 or more, so that there is a next attempt after a failure.

import os

import requests
from blueplm import client, run, secret

erp_url = os.environ.get("ERP_URL", "").rstrip("/")
done_until = run.last_checkpoint() or ""
if done_until:
    print(f"Attempt {run.attempt} goes on after {done_until}")

# A fixed order, so that one number tells what is done.
parts = sorted(client.get_parts(), key=lambda part: part.number)
todo = [part for part in parts if part.number > done_until]

with requests.Session() as erp:
    if erp_url:
        erp.headers["Authorization"] = f"Bearer {secret('ERP_API_KEY')}"

    for part in todo:
        record = {"number": part.number, "name": part.name}
        if erp_url:
            # The newest checkpoint may be lost with a worker, and its part sent again: the key, which is the same in
            # every attempt of this run, tells the ERP that it has it already.
            headers = {"Idempotency-Key": run.key(f"part {part.number}")}
            erp.post(f"{erp_url}/parts", json=record, headers=headers, timeout=30).raise_for_status()
        print(f"{'sent' if erp_url else 'would send'} {part.number}: {part.name}")
        run.checkpoint(part.number)
        run.progress(parts.index(part) + 1, len(parts), "parts")

print(f"{len(todo)} parts done in this attempt")
run.result({"parts": len(parts), "in_this_attempt": len(todo)})
