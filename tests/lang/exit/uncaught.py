print("before")
raise Exception("uncaught")
