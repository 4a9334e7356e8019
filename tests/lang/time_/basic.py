import time
a = time.time(); b = time.perf_counter(); c = time.monotonic(); d = time.process_time(); e = time.time_ns(); f = time.perf_counter_ns()
time.sleep(0.01)
print(time.time() > a, time.perf_counter() - b >= 0.01, time.monotonic() > c, time.process_time() >= d, time.time_ns() > e, type(f), time.time() > 1.6e9, isinstance(time.sleep(0), type(None)))
print(time.gmtime(0), time.gmtime(86400 * 365.25 * 30)[:6], time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %y %p %I %M %% %w %U", time.gmtime(1e9)), time.mktime(time.localtime(1e9)) == 1e9, time.asctime(time.gmtime(0)), time.ctime(0), time.timezone, time.tzname[0], time.daylight)
t = time.gmtime(1234567890); print(t.tm_year, t.tm_mon, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, t.tm_wday, t.tm_yday, t.tm_isdst, t[0], len(t), tuple(t), t == time.gmtime(1234567890), time.struct_time(range(9)), time.get_clock_info("monotonic").monotonic)
print(time.strptime("2020-02-29 13:14:15", "%Y-%m-%d %H:%M:%S")[:6], time.strftime("%Y", (2021,) + (1,) * 8))
for e in ("time.sleep(-1)", "time.sleep('a')", "time.gmtime('a')", "time.gmtime(1e30)", "time.strftime(5)", "time.mktime((1,))", "time.struct_time((1, 2))", "time.strptime('x', '%Y')", "time.sleep()", "time.perf_counter(1)", "time.sleep(float('nan'))"):
    try: print(eval(e))
    except Exception as x: print(e, type(x).__name__, x)
