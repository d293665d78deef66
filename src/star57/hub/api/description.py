"""The API's own description: every operation's refusals stand in it too."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from star57.hub.api.problems import CONTENT_TYPE

PROBLEM = {
    "type": "object",
    "description": "Why something was not done (RFC 9457). field names the input at fault, if one is.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
    },
}
REFUSED = {"description": "Refused", "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


class DescribedAPI(NinjaAPI):
    """Ninja's API, whose OpenAPI document also tells how it refuses."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = {**operation["responses"], "4XX": REFUSED, "5XX": REFUSED}
        return schema
