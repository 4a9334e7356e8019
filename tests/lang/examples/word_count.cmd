../../../examples/word_count.py ../../../examples/lighthouse.txt 3
