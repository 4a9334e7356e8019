class K:
    def m(self):
        if True:
            for i in range(1):
                    value = i // 0; other = 1
K().m()
