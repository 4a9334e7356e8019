import sys
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
try:
    int("1" * 4301)
except ValueError as e:
    print(e)
try:
    str(10**4300)
except ValueError as e:
    print(e)
print(len(str(10**4299)), len("%x" % 10**5000), len(bin(10**5000)), int("f" * 5000, 16) % 1000007)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), int("9" * 6000) == 10**6000 - 1)
try:
    sys.set_int_max_str_digits(100)
except ValueError as e:
    print(e)
sys.set_int_max_str_digits(1000)
try:
    print(f"{10**1001}")
except ValueError as e:
    print(e)
