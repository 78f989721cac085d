"""What the contract takes and a JSON Schema refuses: a field that is null counts as absent (contract/schemas/README.md)."""

import schemathesis
from schemathesis import GenerationMode


def has_null(value):
    if isinstance(value, dict):
        return any(field is None or has_null(field) for field in value.values())
    return isinstance(value, list) and any(has_null(item) for item in value)


@schemathesis.hook
def filter_case(context, case):
    is_negative = case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE
    return not (is_negative and has_null(case.body))
