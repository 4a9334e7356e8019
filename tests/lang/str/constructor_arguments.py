# str() and its arguments, by position and by name.
def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)

class Text(str):
    pass

class Named(str):
    def __new__(cls, value, *, suffix):
        return super().__new__(cls, value + suffix)

for cls in str, Text:
    attempt(cls)
    attempt(cls, 5)
    attempt(cls, object=5)
    attempt(cls, b'abc', 'utf-8')
    attempt(cls, b'\xe9', encoding='latin-1')
    attempt(cls, b'\xff', errors='replace')
    attempt(cls, b'\xff', 'ascii', 'ignore')
    attempt(cls, 1, 2, 3, 4)
    attempt(cls, a=1, b=2, c=3, d=4)
    attempt(cls, 1, object=2)
    attempt(cls, b'x', 'ascii', encoding='ascii')
    attempt(cls, nothing=1)
    attempt(cls, b'x', None)
    attempt(cls, b'x', 'ascii', 3)
    attempt(cls, 'x', 'ascii')
    attempt(cls, 3, 'ascii')
attempt(Named, 'a', suffix='b')
attempt(str.__new__)
attempt(str.__new__, int)
attempt(str.__new__, str, 'x')
print(type(str.__new__(Text, 'x')).__name__)
for text in 'quick', 'a\u20ac', 'a' * 300:
    print(('%s' % text) is text, '{}'.format(text) is text, f'{text}' is text, str(text) is text)
sub = Text('abc')
print(type('%s' % sub).__name__, type('{}'.format(sub)).__name__, type(f'{sub}').__name__)

class Reflected(str):
    def __rmod__(self, other):
        return 'reflected'
    def __rmul__(self, other):
        return 'multiplied'
print('%s' % Reflected('x'), Text('%s') % Reflected('x'), 'a%s' % Text('b'))
print('ab' * 3, 'ab' * 0, 'ab' * -1, 'ab' * True, 3 * 'ab')
print(None, True, False, ..., NotImplemented, repr(None), str(True), f'{None} {True!r} {False!s:>7}')
print('%s %r %a %d' % (None, True, False, True))
