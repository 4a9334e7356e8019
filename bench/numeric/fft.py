"""Fast Fourier transforms of complex lists: recursive, and in place."""

import cmath
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from _timing import measure


def fft_recursive(values):
    n = len(values)
    if n == 1:
        return values
    even = fft_recursive(values[0::2])
    odd = fft_recursive(values[1::2])
    half = n // 2
    result = [0j] * n
    for k in range(half):
        twiddled = cmath.exp(-2j * cmath.pi * k / n) * odd[k]
        result[k] = even[k] + twiddled
        result[k + half] = even[k] - twiddled
    return result


def reverse_bits(values):
    n = len(values)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            values[i], values[j] = values[j], values[i]


def fft_in_place(re, im, inverse=False):
    """The transform of re + im*1j, on two lists of floats."""
    reverse_bits(re)
    reverse_bits(im)
    n = len(re)
    length = 2
    while length <= n:
        half = length // 2
        step = cmath.exp((2j if inverse else -2j) * cmath.pi / length)
        sr, si = step.real, step.imag
        for start in range(0, n, length):
            wr, wi = 1.0, 0.0
            for a in range(start, start + half):
                b = a + half
                xr = re[b] * wr - im[b] * wi
                xi = re[b] * wi + im[b] * wr
                re[b] = re[a] - xr
                im[b] = im[a] - xi
                re[a] += xr
                im[a] += xi
                wr, wi = wr * sr - wi * si, wr * si + wi * sr
        length *= 2
    if inverse:
        for i in range(n):
            re[i] /= n
            im[i] /= n


def fft(size, rounds):
    worst = 0.0
    peak = None
    for round_number in range(rounds):
        signal = [((i * (7 + round_number)) % 31) / 31.0 for i in range(size)]
        spectrum = fft_recursive([complex(x, 0.0) for x in signal])
        re = signal[:]
        im = [0.0] * size
        fft_in_place(re, im)
        for z, x, y in zip(spectrum, re, im):
            worst = max(worst, abs(z - complex(x, y)))
        sizes = [abs(z) for z in spectrum[1:size // 2]]
        peak = sizes.index(max(sizes)) + 1
        fft_in_place(re, im, inverse=True)
        worst = max(worst, max(abs(a - b) for a, b in zip(signal, re)))
    return peak, worst < 1e-6


if __name__ == "__main__":
    measure("fft", fft, 8192, 6,
            expect=(3171, True),
            small=((1024, 3), (297, True)))
