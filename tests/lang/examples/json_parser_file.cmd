../../../examples/json_parser.py _data.json
