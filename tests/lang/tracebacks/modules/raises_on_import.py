from second import helper
helper(0)
