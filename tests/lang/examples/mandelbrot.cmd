../../../examples/mandelbrot.py 72
