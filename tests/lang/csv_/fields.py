# Reading and writing rows: plain, quoted and escaped fields, every line end.
import csv
import io

LINES = [
    'a,b,c\n', 'a,b,c', '\n', '', ',', ',,\n', 'a,\n', 'a,"b,c",d\n', '"a\nb",c\n', 'a"b,c\n', 'a,b"\r\n',
    ' a, b\n', 'a\\,b,c\n', '"a""b",""\n', '"a"x,b\n', '1,2.5,"x"\n', 'é,ж,\U0001f600\n', 'a\r', 'a\rb\n',
    'x' * 50 + ',y\n', '"unterminated', 'a,b\n\n', "'q,r',s\n", '\\\n,z\n', '1,,3\n',
]
DIALECTS = [
    {}, {'quoting': csv.QUOTE_NONE}, {'quoting': csv.QUOTE_NONE, 'escapechar': '\\'},
    {'quoting': csv.QUOTE_NONNUMERIC}, {'skipinitialspace': True}, {'delimiter': ';'}, {'quotechar': "'"},
    {'doublequote': False, 'escapechar': '\\'}, {'strict': True}, {'delimiter': 'ж'}, {'lineterminator': '!'},
    {'quoting': csv.QUOTE_ALL},
]
for options in DIALECTS:
    for line in LINES:
        try:
            print(list(csv.reader([line, 'next,line\n'], **options)))
        except (csv.Error, ValueError) as e:
            print(type(e).__name__, e)
    print(list(csv.reader(io.StringIO('a,b\r\nc,d\r\n'), **options)) if options.get('quoting') != 2 else '-')

old = csv.field_size_limit(10)
for line in ['0123456789,a\n', '0123456789x,a\n', 'a,0123456789x\n', '"0123456789x"\n']:
    try:
        print(list(csv.reader([line])))
    except csv.Error as e:
        print(e)
csv.field_size_limit(old)

class Line(str):
    pass
row = next(csv.reader([Line('only')]))
print(row, type(row[0]).__name__)
reader = csv.reader(['a,b\n', '"c\n', 'd",e\n'])
for row in reader:
    print(row, reader.line_num)

ROWS = [
    ['a', 'b,c', 'd"e', 'f\ng', '', None, 1, 2.5, True], [''], [], ['é', 'ж;', "'"], ['a b', ' x ', '\\'], [1], [None],
    ['\r', '!', '\r\n'], ('t', 'u'), 'str', [b'bytes', [1, 2]],
]
for options in DIALECTS:
    for row in ROWS:
        out = io.StringIO()
        try:
            n = csv.writer(out, **options).writerow(row)
            print(n, repr(out.getvalue()))
        except csv.Error as e:
            print('Error', e)
out = io.StringIO()
csv.writer(out).writerows([[i, 'n%d' % i, 'x"' * (i % 3)] for i in range(5)])
print(repr(out.getvalue()), list(csv.reader(io.StringIO(out.getvalue()))))
