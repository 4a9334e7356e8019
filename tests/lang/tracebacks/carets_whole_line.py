def f():
    undefined_thing
f()
