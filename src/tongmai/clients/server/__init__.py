"""FHIR R4 REST over the door: R4 types under /fhir/, our own under /records/. It knows no room by name."""

from tongmai.clients.server.application import ROOTS, beside, build
from tongmai.clients.server.asking import Limits
from tongmai.clients.server.desk import Conduct

__all__ = ["ROOTS", "Conduct", "Limits", "beside", "build"]
