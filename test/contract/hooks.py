"""What schemathesis is told about this API beside its OpenAPI document."""

import re

import schemathesis

# The built-in check takes 400, 412 and 422 for a valid request as a breach of the document, and cannot tell why. Here the
# world has its say: whether a person, an asset or a version is there is not in a schema. So those statuses are let through
# by schemathesis.toml, and this check, which knows the codes, demands that the reason was one of the world's.
OF_THE_WORLD = {
    "asset_unknown",
    "command_id_reused",
    "movement_unknown",
    "reporter_unknown",
    "stale_version",
}

ENTITY_TAG_HEADERS = ("If-Match", "If-None-Match")


@schemathesis.hook
def map_query(context, query):
    # Cursors are ours to make: a made-up one is refused and hides whatever else is asked. Malformed ones stay.
    if query and re.fullmatch("[A-Za-z0-9_-]{1,400}", str(query.get("cursor", ""))):
        return {name: value for name, value in query.items() if name != "cursor"}
    return query


@schemathesis.check
def valid_requests_are_refused_for_the_state_of_things_only(ctx, response, case):
    if response.status_code not in (400, 412, 422) or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    problem = response.json()
    code, errors = problem["code"], problem.get("errors", [])
    if code in OF_THE_WORLD:
        return
    # The coverage phase sends made-up cursors all the same.
    if code == "invalid_parameter" and all(error.get("parameter") == "cursor" for error in errors):
        return
    # That a span of time begins before it ends is no matter of one parameter, which is all that a schema can tell.
    spans = ("created_since", "updated_since")
    if code == "invalid_parameter" and all(error.get("parameter") in spans for error in errors):
        if all(" is after " in error["detail"] for error in errors):
            return
    # Schemathesis 4.32.5 makes `If-Match: 0` its first "valid" request whatever the pattern: no entity tag, no valid request.
    tags = [case.headers.get(error["parameter"]) for error in errors if error.get("parameter") in ENTITY_TAG_HEADERS]
    if code == "invalid_parameter" and len(tags) == len(errors) and all(tag == "0" for tag in tags):
        return
    # Whether `in_progress` is a reopening, which takes a reason, depends on the ticket.
    if code == "malformed" and all(error.get("pointer") == "/reason" for error in errors):
        body = case.body if isinstance(case.body, dict) else {}
        if body.get("status") == "in_progress":
            return
    # Whether a comment is a reply to the reporter, who alone can be asked, depends on its visibility and on the ticket.
    if code == "malformed" and all(error.get("pointer") == "/expects_answer" for error in errors):
        return
    raise AssertionError(f"A valid request was refused as {code}: {problem}")
