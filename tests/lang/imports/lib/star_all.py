__all__ = ["exported", "_hidden_exported"]
exported = 1; _hidden_exported = 2; not_exported = 3
