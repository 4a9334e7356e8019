# -*- coding: latin-1 -*-
print("plain ascii body", len("abc"))
