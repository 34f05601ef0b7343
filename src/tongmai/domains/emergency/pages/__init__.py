"""The pages of emergencies."""

from tongmai.domains.emergency.pages import duty, events, places, teams

PAGES = (*events.PAGES, *teams.PAGES, *duty.PAGES, *places.PAGES)
