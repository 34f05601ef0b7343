"""Region packages: a folder of files each. Stands beside the floors: imports base and fhir only, imported by the roof."""
