"""Floor 2. FHIR R4 as data and pure functions: no I/O besides the package's own table, no clock."""
