_debug_perf.py dictionary_mode.py dictionary-mode dictionary-mode-receiver
