"""Region packages: a folder of files each. They stand beside the floors: they import base and fhir only,
and only the roof imports them."""
