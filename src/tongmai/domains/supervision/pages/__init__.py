"""The pages of supervision."""

from tongmai.domains.supervision.pages import complaints, draws, gradings, inspections

PAGES = (*draws.PAGES, *inspections.PAGES, *gradings.PAGES, *complaints.PAGES)
