"""The operations that there are, and the way from an address to one of them."""

from starlette.requests import Request
from starlette.responses import Response

from tongmai.clients.server.desk import Server
from tongmai.clients.server.expand import EXPAND
from tongmai.clients.server.export import EXPORT_GROUP, EXPORT_PATIENTS
from tongmai.clients.server.lookup import LOOKUP
from tongmai.clients.server.operations import find, given
from tongmai.clients.server.validate import VALIDATE
from tongmai.clients.server.validate_code import VALIDATE_IN_SET, VALIDATE_IN_SYSTEM

OPERATIONS = (EXPAND, VALIDATE_IN_SET, VALIDATE_IN_SYSTEM, LOOKUP, VALIDATE, EXPORT_PATIENTS, EXPORT_GROUP)


async def operate(server: Server, request: Request) -> Response:
    """[type]/$name and [type]/[id]/$name. Refused: sign-in before anything else is said."""
    server.context(request)
    type, id = server.type(request.path_params["type"]), request.path_params.get("id", "")
    operation = find(OPERATIONS, request.path_params["name"], type, id)
    return await operation.act(server, request, await given(server, request, operation, type, id))
