import os
plain = 1; _private = 2
