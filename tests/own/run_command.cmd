run _hello.py a b
