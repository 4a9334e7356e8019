_debug_perf.py attributes.py megamorphic-attribute polymorphic-attribute shapes-of-one-class uncached-attribute dictionary-mode-receiver dictionary-mode
