# States of iterators that a plain constructor call cannot express.
import copy, itertools, operator, pickle

it = itertools.accumulate([None, None, None], operator.is_)
print(next(it))
for other in (pickle.loads(pickle.dumps(it)), copy.deepcopy(it), copy.copy(it)):
    print(list(other))
for state in ((), (1,), ([], None), ([1], "a"), ((), 1), 5, ([], 0, 1)):
    try: print(itertools.cycle("ab").__setstate__(state))
    except TypeError as e: print(e)
c = itertools.cycle("abc")
next(c)
c.__setstate__((["x"], True))
print([next(c) for i in range(6)])
c = itertools.cycle("abc")
next(c)
c.__setstate__((["x"], 0))
print([next(c) for i in range(6)])
