"""SQL-on-FHIR v2: a ViewDefinition applied to one resource.

rows(view, resource) -> [{"id": "th-123456100", "kind": "township_hospital", "level": None}, …]
"""

from tongmai.fhir.views.view import Row, View, columns, rows, view_of

__all__ = ["Row", "View", "columns", "rows", "view_of"]
