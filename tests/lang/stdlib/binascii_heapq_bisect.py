def mask(text):
    """Without addresses."""
    parts = text.split(" at 0x")
    return parts[0] + "".join(" at" + p.lstrip("0123456789abcdef") for p in parts[1:])


def tr(f):
    try:
        print(mask(str(f())))
    except BaseException as e:
        print(type(e).__name__, e)


import bisect, heapq, binascii
tr(lambda:bisect.bisect([1],1,-1))
tr(lambda:bisect.bisect(1,1))
tr(lambda:bisect.bisect([1],1,0,None))
tr(lambda:bisect.bisect([1,2],1,0,5))
tr(lambda:bisect.bisect())
tr(lambda:bisect.insort(1,1));
tr(lambda:heapq.heappush(1,2))
tr(lambda:heapq.heappop([]))
tr(lambda:heapq.heapreplace([],1))
tr(lambda:heapq.heapify((1,)))
tr(lambda:heapq.heappushpop([],1));
tr(lambda:binascii.a2b_hex('abc'))
tr(lambda:binascii.a2b_hex('zz'))
tr(lambda:binascii.a2b_hex(3))
tr(lambda:binascii.a2b_hex('é'))
tr(lambda:binascii.b2a_hex('a'))
tr(lambda:binascii.b2a_hex(b'abc','-',-1))
tr(lambda:binascii.a2b_base64('a'))
tr(lambda:binascii.a2b_base64('ab'))
tr(lambda:binascii.a2b_base64('ab='))
tr(lambda:binascii.a2b_base64('ab=='))
tr(lambda:binascii.a2b_base64('a==='))
tr(lambda:binascii.a2b_base64('ab$==',strict_mode=True))
tr(lambda:binascii.a2b_base64('=ab==',strict_mode=True))
tr(lambda:binascii.a2b_base64('ab==c',strict_mode=True))
tr(lambda:binascii.a2b_base64('ab=c=',strict_mode=True))
tr(lambda:binascii.a2b_base64('ab===',strict_mode=True))
tr(lambda:binascii.a2b_base64('abc'))
tr(lambda:binascii.a2b_base64('abcde'))
tr(lambda:binascii.a2b_base64('é'))
tr(lambda:binascii.a2b_base64('a b\nc=d'))
tr(lambda:binascii.a2b_base64('abcd=',strict_mode=True))
tr(lambda:binascii.a2b_base64('abcd',strict_mode=True))
tr(lambda:binascii.a2b_base64('abc',strict_mode=True))
tr(lambda:binascii.a2b_base64('ab=',strict_mode=True))
tr(lambda:binascii.a2b_base64('',strict_mode=True))
tr(lambda:binascii.b2a_base64(b'abc',newline=False))
tr(lambda:binascii.crc32(b'abc'))
tr(lambda:binascii.crc_hqx(b'abc',5))
tr(lambda:binascii.b2a_uu(b'abc'))
tr(lambda:binascii.b2a_uu(b'a'*46))
tr(lambda:binascii.b2a_uu(b'abc',backtick=True))
tr(lambda:binascii.b2a_uu(b''))
tr(lambda:binascii.a2b_uu('#86)C\n'))
tr(lambda:binascii.a2b_uu(b''))
tr(lambda:binascii.a2b_uu('\x7f'))
tr(lambda:binascii.a2b_uu('!@@@@x'))
tr(lambda:binascii.a2b_qp('a=3Db=\nc_d',header=True))
tr(lambda:binascii.b2a_qp(b'a=b\tc \nxx'+b'y'*100,quotetabs=True))
tr(lambda:binascii.b2a_qp(b'a b_c',header=True))
tr(lambda:binascii.Error.__mro__)
tr(lambda:binascii.Incomplete.__mro__)
tr(lambda:binascii.crc32(b'abc',-1))
tr(lambda:binascii.crc32('a'))
data=bytes(range(256))*3
print(binascii.a2b_base64(binascii.b2a_base64(data))==data, binascii.a2b_qp(binascii.b2a_qp(data))==data, binascii.a2b_qp(binascii.b2a_qp(data,istext=False))==data)
for i in range(0,768,45): assert binascii.a2b_uu(binascii.b2a_uu(data[i:i+45]))==data[i:i+45]
print(binascii.b2a_qp(data), binascii.b2a_qp(data,True,False,True))
h=[]; x=1
for i in range(1000): x=x*1103515245+12345&0x7fffffff; heapq.heappush(h,x%1000)
print([heapq.heappop(h) for _ in range(1000)]==sorted(h) , h)
l=[(i*7919)%101 for i in range(101)]; heapq.heapify(l); print(l); print(heapq.nsmallest(5,l), heapq.nlargest(5,l), list(heapq.merge([1,4],[2,3])))
a=[]
for i in (5,3,8,1,9,2): bisect.insort(a,i)
print(a, bisect.bisect_left(a,5), bisect.bisect_right(a,5), bisect.bisect_left(a,-5,key=lambda v:-v)); bisect.insort_left(a,4,key=lambda v:v); print(a)
