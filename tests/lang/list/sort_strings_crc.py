def mask(text):
    """Without addresses."""
    parts = text.split(" at 0x")
    return parts[0] + "".join(" at" + p.lstrip("0123456789abcdef") for p in parts[1:])


def tr(f):
    try:
        print(mask(str(f())))
    except BaseException as e:
        print(type(e).__name__, e)


import binascii
x=1; data=bytearray()
def rnd():
    global x
    x=(x*6364136223846793005+1442695040888963407)%2**64
    return x>>33
for i in range(5000): data.append(rnd()&255)
data=bytes(data)
for n in list(range(200))+[1000,4096,4999]: print(n, binascii.crc32(data[:n]), binascii.crc32(data[3:n],77), binascii.a2b_base64(binascii.b2a_base64(data[:n]))==data[:n])
for lens in (3,8,12,30):
    for n in (5,63,64,65,1000,3000):
        S=[''.join(chr(97+rnd()%4) for _ in range(rnd()%lens)) for _ in range(n)]+['a\0','a','abcdefgh','abcdefgh\0','\xff\xfe','']
        T=[(s,i) for i,s in enumerate(S)]
        a=sorted(S); b=[s for s,i in sorted(T)]; print(a==b, hash(tuple(a))!=0, len(a))
        k=sorted(range(len(S)),key=lambda i:S[i]); print(k==[i for s,i in sorted(T)]); print([S[i] for i in k]==a, sorted(range(len(S)),key=lambda i:S[i],reverse=True)==[-i for s,i in sorted([(s,-i) for s,i in T],reverse=True)])
l=list(range(10))
for n in range(10):
    l=list(range(n)); l.reverse(); print(l)
l=[1,2]; l.extend(l); l+=l; l*=3; print(l); l=list(range(100000)); l.extend(l); print(len(l), l[99999],l[100000],l[-1])
print(b'abc'.translate(bytes(range(256))), b'abc'.translate(bytes(256)), bytes(range(40)).hex('-',3))
