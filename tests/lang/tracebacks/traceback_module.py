import traceback, sys
def f(n):
    if n: f(n - 1)
    else: raise ValueError("deep")
try: f(2)
except ValueError as e:
    print(traceback.format_exc()); print(traceback.format_tb(e.__traceback__)); print(traceback.extract_tb(e.__traceback__)[-1].line, traceback.format_exception_only(type(e), e), traceback.format_exception(e, limit=1), traceback.format_exception(e, chain=False)[0])
    tb = e.__traceback__; n = 0
    while tb: print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno); tb = tb.tb_next
    traceback.print_exc(file=sys.stdout); traceback.print_exception(e, file=sys.stdout)
te = traceback.TracebackException.from_exception(KeyError("k")); print(list(te.format()), te.exc_type)
def g(): return traceback.extract_stack()[-1].name, [s.name for s in traceback.extract_stack()]
print(g())
print(traceback.format_list([("f.py", 1, "fn", "line")]))
import inspect
def cur(): return sys._getframe().f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe().f_lineno, sorted(sys._getframe().f_locals), sys._getframe(1).f_globals is globals()
def caller(): return cur()
print(caller())
