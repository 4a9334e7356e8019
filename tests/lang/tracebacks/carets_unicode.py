def функция(значение):
    return "日本語" + значение + "ü"
функция("a") if False else None; x = [функция(5) for _ in "é"]
