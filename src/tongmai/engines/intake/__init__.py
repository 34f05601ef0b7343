"""The front door for lists: templates, previews, approval, history, and the list handed back with its errors marked.

Knows sheets (model/sheet.py), views and lenses; knows no domain. Nothing a person wrote is dropped: a row is new,
changed, the same or wrong, and what was passed over (totals, notes, empty rows) is told with its row number.
"""
