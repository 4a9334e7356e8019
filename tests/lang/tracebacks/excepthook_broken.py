import sys
def hook(t, v, tb):
    raise KeyError("hook fails")
sys.excepthook = hook
raise ValueError("original")
