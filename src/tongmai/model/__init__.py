"""Floor 3. The declarations: frozen dataclasses that refuse nonsense. They do nothing by themselves."""
