from . import value as up
