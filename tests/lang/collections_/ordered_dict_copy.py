# copy.copy of an OrderedDict goes by its state: instance attributes come along.
import copy
from collections import OrderedDict


class Sub(OrderedDict):
    pass


for d in (OrderedDict(a=1, b=2), Sub(a=1)):
    d.x = [5]
    for c in (d.copy(), copy.copy(d), copy.deepcopy(d)):
        print(type(c).__name__, c, c.__dict__)
