v = "sibling"
