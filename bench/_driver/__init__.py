"""The parts of bench/run.py and bench/count.py.

    programs   which programs and interpreters there are
    process    running one process and taking its figures
    figures    medians, ratios, noise, geometric means
    files      the JSON files
    report     tables for people
    chart      the same as an SVG bar chart

Kept to what both Tauraro and CPython start quickly with.
"""
