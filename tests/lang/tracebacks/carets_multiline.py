def f(a, b):
    return (
        a +
        b +
        "text"
    )
x = f(
    1,
    2,
)
