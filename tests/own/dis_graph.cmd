_dis_graph.py
