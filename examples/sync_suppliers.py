# Sync suppliers: puts BluePLM's active suppliers into an ERP, each under its code, so a second run changes nothing.
# Set ERP_URL in the script's environment and ERP_API_KEY in its secrets; without ERP_URL it shows what it would send.

import os

import requests
from blueplm import client, run, secret

erp_url = os.environ.get("ERP_URL", "").rstrip("/")
suppliers = client.get_suppliers(active_only=True)
ready = [supplier for supplier in suppliers if supplier.get("code")]

with requests.Session() as erp:
    if erp_url:
        erp.headers["Authorization"] = f"Bearer {secret('ERP_API_KEY')}"

    for number, supplier in enumerate(ready, start=1):
        record = {"name": supplier.name, "email": supplier.get("contact_email"), "currency": supplier.get("currency")}
        if erp_url:
            address = f"{erp_url}/suppliers/{requests.utils.quote(supplier.code, safe='')}"
            erp.put(address, json=record, timeout=30).raise_for_status()
        print(f"{'sent' if erp_url else 'would send'} {supplier.code}: {record}")
        run.progress(number, len(ready), "suppliers")

print(f"{len(ready)} suppliers done, {len(suppliers) - len(ready)} left out because they have no code")
run.result({"sent": len(ready) if erp_url else 0, "without_code": len(suppliers) - len(ready)})
