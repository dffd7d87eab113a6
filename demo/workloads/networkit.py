"""PageRank and betweenness in a random graph of 500 nodes, by four threads."""

import networkit

TOLERANCE = 1e-9


def work():
    networkit.setSeed(1, False)
    networkit.setNumberOfThreads(4)
    graph = networkit.Graph(500)
    for i in range(5000):
        graph.addEdge(i * 7919 % 500, i * 104729 // 500 % 500)
    ranks = networkit.centrality.PageRank(graph, tol=1e-12).run().scores()
    return [ranks, networkit.centrality.Betweenness(graph, normalized=True).run().scores()]
