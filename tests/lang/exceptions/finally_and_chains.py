# exceptions & finally
import sys, traceback
def tr(f,*a):
    try: print("ok", f(*a))
    except BaseException as e:
        print(type(e).__name__, e, '|', repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def f1():
    try: return 'try'
    finally: print('fin')
def f2():
    try: return 'try'
    finally: return 'fin'
def f3():
    try: raise ValueError
    finally: return 'swallow'
def f4():
    for i in range(3):
        try: continue
        finally: print('c',i)
    return i
def f5():
    for i in range(3):
        try: break
        finally: print('b',i); continue
    return 'end',i
def f6():
    while True:
        try:
            try: 1/0
            finally: break
        finally: print('outer')
    return 'f6'
def f7():
    try:
        try: raise KeyError('a')
        except KeyError: raise ValueError('b')
        finally: raise TypeError('c')
    except TypeError as e: return repr(e.__context__), repr(e.__context__.__context__)
def f8():
    try: raise ValueError('x') from KeyError('y')
    except ValueError as e: raise
def f9():
    try: 1/0
    except ZeroDivisionError as e: raise ValueError from None
def f10():
    e=ValueError('self')
    try: raise e
    except ValueError as x: raise x from x
def f11():
    try: 1/0
    except: 
        try: [][1]
        except: 
            try: {}[1]
            except: raise
def f12():
    try: pass
    except: pass
    else: return 'else'
    finally: print('finally12')
def f13():
    x=[]
    try:
        try: x.append(1); raise ValueError
        except ValueError: x.append(2); raise KeyError
        else: x.append(3)
        finally: x.append(4)
    except KeyError: x.append(5)
    else: x.append(6)
    finally: x.append(7)
    return x
def f14():
    try: raise ValueError('v')
    except ValueError as e: pass
    try: e
    except NameError as n: return str(n)
def f15():
    def inner():
        try: yield
        finally: print('gen fin')
    g=inner(); next(g); g.close()
    return 15
def f16():
    for i in (1,2):
        for j in (1,2):
            try:
                if j==2: break
                try: continue
                finally: print(i,j)
            finally: print('x',i,j)
        else: print('else',i)
def f17():
    with open('/nonexistent') as f: pass
def f18(): raise (ValueError, TypeError)
def f19(): raise 5
def f20(): raise ValueError from 5
def f21():
    try: raise ValueError
    except 5: pass
def f22():
    try: raise ValueError
    except (TypeError,'a'): pass
def f23():
    try: raise ValueError
    except (TypeError,(KeyError,(ValueError,))): return 'nested tuple'
def f24():
    class M(type):
        def __instancecheck__(c,o): return True
        def __subclasscheck__(c,o): return True
    class X(Exception,metaclass=M): pass
    try: raise ValueError('v')
    except X: return 'x'
def f25(): assert 0, 'msg'
def f26(): assert ()
def f27(): 
    def a(): yield; 
    raise a
class CM:
    def __init__(s,r): s.r=r
    def __enter__(s): return s
    def __exit__(s,t,v,tb): print('exit',t and t.__name__,v); return s.r
def f28():
    with CM(True): raise ValueError('sup')
    return 'suppressed'
def f29():
    with CM(False), CM(True) as c: raise KeyError('k')
    return 'inner'
def f30():
    with CM(0): return 'ret'
def f31():
    for i in range(2):
        with CM(0): continue
    return i
class BadExit:
    def __enter__(s): return s
    def __exit__(s,*a): raise TypeError('exit')
def f32():
    with BadExit(): raise ValueError('body')
def f33():
    with 5: pass
class NoExit:
    def __enter__(s): pass
def f34():
    with NoExit(): pass
def f35():
    try: raise ExceptionGroup('g',[ValueError(1),TypeError(2),ExceptionGroup('h',[ValueError(3),OSError(4)])])
    except* ValueError as e: print('V',e.exceptions)
    except* TypeError as e: print('T',e.exceptions)
def f36():
    try: raise ValueError('naked')
    except* ValueError as e: print(repr(e))
    return 36
def f37():
    try: raise ExceptionGroup('g',[ValueError(1),KeyError(2)])
    except* ValueError: raise RuntimeError('new')
def f38():
    e=ValueError('n'); e.add_note('note1'); e.add_note('n2'); return e.__notes__
def f39():
    try:
        raise KeyError('a')
    except KeyError as e:
        tb=e.__traceback__; return tb.tb_lineno-f39.__code__.co_firstlineno, tb.tb_next, tb.tb_frame.f_code.co_name
def f40(): raise ValueError('t').with_traceback(None)
def f41(): 
    try: raise StopIteration(3)
    except StopIteration as s: return s.value
def f42(): return OSError(2,'No','file').filename, OSError(2,'x').errno, str(OSError(2,'x','f')), type(OSError(2,'x')), OSError('a'), OSError(1,2,3,4,5)
def f43(): return UnicodeDecodeError('utf8',b'abc',0,1,'bad'), str(UnicodeDecodeError('utf8',b'abc',0,1,'bad')), str(UnicodeEncodeError('ascii','é',0,1,'r'))
def f44(): return KeyError('k').args, str(KeyError('k')), str(KeyError('a','b')), repr(KeyError()), str(KeyError())
def f45(): return ImportError('m',name='n',path='p').name, SystemExit(3).code, repr(SystemExit()), SyntaxError('m',('f',1,2,'t')).lineno
def f46():
    class E(Exception):
        def __init__(s,a,b): super().__init__(a); s.b=b
        def __str__(s): return f"E:{s.args}:{s.b}"
    raise E(1,2)
def f47(): int('x')
def f48(): return [][0]
def f49():
    try: 1/0
    except ZeroDivisionError as e1:
        try: {}['x']
        except KeyError as e2: return e2.__context__ is e1
def f50():
    del sys.nothere
for n in range(1,51): print(n,end=' '); tr(globals()['f%d'%n])
print(sys.exc_info())
