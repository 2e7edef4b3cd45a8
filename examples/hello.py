# Hello: says which run this is. Needs no parts and no keys.

from blueplm import run

name = run.parameters.get("name", "world")
print(f"Hello, {name}!")
print(f"Run {run.id or '(outside the runner)'}, attempt {run.attempt}, started by {run.trigger or 'hand'}")
run.result({"greeted": name})
