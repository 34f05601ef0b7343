"""What stores that speak SQL have in common: tables, the writer, and searches as SQL text.

The text is written once, with `?` for each bound value. What differs between databases stands in a `Dialect`, five
fragments of SQL; how one is talked to stands in a `Session`.
"""
