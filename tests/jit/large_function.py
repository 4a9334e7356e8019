"""A function with very many variables, branches and loops, made by exec, hot and cold parts."""

lines = ["def big(n, k):"]
for i in range(300):
    lines.append(f"    v{i} = {i} if k & 1 else {i}.5")
lines.append("    for i in range(n):")
for i in range(300):
    j = (i * 7 + 3) % 300
    lines.append(f"        {'if' if i % 50 == 0 else 'elif'} i % 50 == {i % 50}: v{i} = v{i} + v{j} {'- i' if i % 3 else '+ 1'}")
lines.append("    return " + " + ".join(f"v{i}" for i in range(300)))
exec("\n".join(lines))
print(big(500, 1), big(500, 0), big(3, 2 ** 70), big(2000, 1))

deep = "x"
for i in range(60):
    deep = f"({deep} + {i}) % 1009"
exec(f"def deep(x):\n    return {deep}")
print(sum(deep(i) for i in range(1000)), deep(2.5))
nest = "".join("    " * (i + 1) + f"for i{i} in range({2 if i < 9 else 1}):\n" for i in range(15))
exec("def nested():\n    t = 0\n" + nest + "    " * 16 + "t += i0 + i8\n    return t")
print(nested())
many = ", ".join(f"a{i}" for i in range(120))
exec(f"def many({many}):\n    return " + " - ".join(f"a{i}" for i in range(120)))
print([many(*range(k, k + 120)) for k in range(200)][-1], many(*[0.5] * 120))
