"""The catalogue as read-only tools for agents, over the Model Context Protocol (docs/agent.md)."""
