v = "data"
