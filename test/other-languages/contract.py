"""Orders as plain JSON. Whatever crosses the contract is validated with its JSON Schema; prints what happened."""

import asyncio
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.envconfig import ClientConfig

SCHEMAS = Path(sys.argv[1])
ORDER = {"planNo": 1002, "custReqDate": "2026-03-02T00:00:00Z"}


def errors(name: str, value: object) -> list[str]:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(value)]


def valid(name: str, value: object) -> object:
    if found := errors(name, value):
        raise ValueError(f"{name} refuses {json.dumps(value)}: {found}")
    return value


async def start(client: Client, order: dict[str, object]) -> WorkflowHandle:
    workflow_id = f"nbn-order-{order['reference']}"
    return await client.start_workflow("planChange", order, id=workflow_id, task_queue="nbn-orders")


async def completed(client: Client) -> object:
    order = valid("planChange.input", {**ORDER, "reference": "PY-1", "service": {"custNo": 100003}})
    # None is sent as null, which counts as absent.
    handle = await start(client, {**order, "groupNo": None, "holdUntil": None})
    valid("progress", await handle.query("progress"))
    result = valid("planChange.result", await handle.result())
    progress = valid("progress", await handle.query("progress"))
    return {"result": result["state"], "progress": progress["state"], "timeline": len(progress["timeline"]) > 0}


async def failure_of(handle: WorkflowHandle) -> object:
    try:
        await handle.result()
    except WorkflowFailureError as failure:
        valid("failure.type", failure.cause.type)
        return {"type": failure.cause.type, "details": valid("failure.details", failure.cause.details[0])}
    raise ValueError("The order did not fail.")


async def withdrawn(client: Client) -> object:
    later = (datetime.now(timezone.utc) + timedelta(days=2)).isoformat(timespec="seconds")
    order = valid(
        "planChange.input", {**ORDER, "reference": "PY-2", "service": {"custNo": 100004}, "holdUntil": later}
    )
    handle = await start(client, order)
    valid("progress", await handle.query("progress"))
    try:
        await handle.execute_update("withdraw", {"by": "Kim", "Reason": "misspelt"})
    except WorkflowUpdateFailedError as refused:
        refusal = refused.cause.type
    request = valid("withdraw.request", {"by": "Kim", "reason": "the customer asked for it"})
    answer = valid("withdraw.answer", await handle.execute_update("withdraw", request))
    failure = await failure_of(handle)
    return {
        "refusal": refusal,
        "accepted": answer["accepted"],
        "type": failure["type"],
    }


async def invalid(client: Client) -> object:
    order = {**ORDER, "reference": "PY-3", "service": {"custNo": 100005}, "planNo": "1002", "colour": "blue"}
    failure = await failure_of(await start(client, order))
    paths = [field["path"] for field in failure["details"]["fields"]]
    return {"schema": len(errors("planChange.input", order)), "type": failure["type"], "paths": paths}


async def main() -> None:
    client = await Client.connect(**ClientConfig.load_client_connect_config())
    print(
        json.dumps(
            {
                "completed": await completed(client),
                "withdrawn": await withdrawn(client),
                "invalid": await invalid(client),
            }
        )
    )


asyncio.run(main())
