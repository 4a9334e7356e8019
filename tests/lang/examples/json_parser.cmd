../../../examples/json_parser.py 120
