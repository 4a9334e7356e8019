# Long texts and deep backtracking: no limit shows.
import re

N = 100000
text = "a" * N
print(re.match("(?:a|b)*", text).end(), re.match("(?:(a)|b)*", text).span(1))
print(re.match("(?:a|b)*?$", text).end(), re.match("(a*)*b?", text).span(1))
print(re.fullmatch("(?:a(?:a)?)*", text).end(), re.search("b|a$", text).start())
print(len(re.findall("(a)(?=a)", text)), re.match("(?:a|b)*c", text))
print(len(re.sub("(?:a){3}", "b", text)), len(re.split("aa", text)))
print(re.match("(?:(?:ab)*|(a))*?a$", text[:300]).end())
print(re.match("(a?){14}a{14}", "a" * 14).span(1), re.match("(?:x+x+)+y", "x" * 18))
print(re.match("a{70000}", text).end(), re.match("(?:ab?){70000}", text).end())
print(re.match("(?:a{300}){300}", text).end(), re.match("(" * 90 + "a" + ")" * 90, "a").groups()[89])
names = ["w%03d" % i for i in range(2000)]
print(re.findall("|".join(names), " ".join(names[::-400])))
