raise GeneratorExit("ge")
