../../../examples/calculator.py "1 + 2 * 3" "2 ^ 100" "x = 5" "x / (x - 5)" "sqrt(2)"
