"""What people decide, each decision kept with an id, who took it, when and why."""
