import copy, pickle
for e in [ImportError('a', name='n', path='p'), ImportError('a'), ModuleNotFoundError('x', name='y'), ImportError(), ImportError('a','b',name='c')]:
    e.z = 5
    print(e.__reduce__())
    for f in (copy.copy(e), copy.deepcopy(e), pickle.loads(pickle.dumps(e))):
        print(type(f), f.args, f.name, f.path, f.msg, f.__dict__)
e = ImportError('q', name='n'); print(e.__reduce__())
e = ImportError('q'); print(e.__reduce__())
e = ImportError('test', name='n', path='p')
e.__init__(); print(e.msg, e.name, e.path)
e.__init__('t', name='x'); e.__init__('u'); print(e.msg, e.name, e.path)
