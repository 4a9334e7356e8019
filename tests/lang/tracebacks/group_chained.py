try:
    raise ExceptionGroup("first", [ValueError(1), KeyError("k")])
except* ValueError as eg:
    raise OSError("while handling") from eg
