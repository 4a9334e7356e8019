def __getattr__(name):
    if name == "dynamic": return "made by module __getattr__"
    raise AttributeError(f"custom: {name}")
