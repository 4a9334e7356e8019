../../../examples/word_count.py no_such_text.txt
