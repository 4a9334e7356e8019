../../../examples/spectral_norm.py 30
