"""Whether the whole house speaks Japanese: every screen, as each role, and no English on it."""
