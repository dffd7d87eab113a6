/* Lines on a tree whose shape nobody knows beforehand: most nodes are leaves, a few subtrees are
   large. */
#include "bench.h"

#define ROOTS 120
/* A node has no children or four; just under a quarter have four, so that a subtree has 12 nodes on
   average. */
#define CHILDREN 4
#define ONE_IN 1000
#define HAVE_CHILDREN 229

static int children(uint64_t node) { return (node >> 33) % ONE_IN < HAVE_CHILDREN ? CHILDREN : 0; }

static uint64_t child(uint64_t node, int which) {
    uint64_t x = node + 0x9e3779b97f4a7c15u * (which + 1);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static long serial(uint64_t node) {
    long nodes = 1;
    work(node, 50);
    for (int i = 0; i < children(node); i++)
        nodes += serial(child(node, i));
    return nodes;
}

static long visit(uint64_t node, int count, int depth, int cut) {
    long below[ROOTS], nodes = 1;
    work(node, 50);
    for (int i = 0; i < count; i++) {
        uint64_t next = child(node, i);
#pragma omp task shared(below) firstprivate(i, next)
        below[i] = depth >= cut ? serial(next) : visit(next, children(next), depth + 1, cut);
    }
#pragma omp taskwait
    for (int i = 0; i < count; i++)
        nodes += below[i];
    return nodes;
}

static void tree(long n, int cut) {
    static long expected;
    if (expected == 0) {
        expected = 1;
        for (int i = 0; i < ROOTS; i++)
            expected += serial(child(42, i));
    }
    for (long i = 0; i < n; i++) {
        long nodes = 0;
#pragma omp parallel
#pragma omp single
        nodes = visit(42, ROOTS, 0, cut);
        check(nodes == expected, "nodes of the tree");
    }
}

static void tree_fine(long n) { tree(n, 1000); }
static void tree_cut(long n) { tree(n, 2); }

static const struct line lines[] = {
    {"tree", "ns", EACH_TEAM, "unbalanced tree, a task of 50 ns a node", tree_fine},
    {"tree-cut", "ns", EACH_TEAM, "the same tree, tasks to depth 2", tree_cut},
};

const struct group tree_group = GROUP("tasks", lines);
