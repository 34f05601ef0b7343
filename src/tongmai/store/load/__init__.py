"""Bulk loading: bundles and NDJSON from a folder into a store.

    files ──scan──▶ units, spooled ──prepare──▶ change sets ──▶ the one writer ──▶ Summary
          workers   (in the order of their     workers          waiting units are tried again
                     contents, not names)                        while others get in

A unit is a bundle, or a stretch of an NDJSON file. The order is a function of the contents alone, so that neither file
names nor the pace of workers change the result: what asks nothing of others comes first, then what refers
conditionally, each by the digest of its bytes; what finds nothing yet is tried again after the others.
"""

from tongmai.store.load.files import sources
from tongmai.store.load.folder import load_files, load_folder
from tongmai.store.load.hands import hands
from tongmai.store.load.summary import Refusal, Summary

__all__ = ["Refusal", "Summary", "hands", "load_files", "load_folder", "sources"]
