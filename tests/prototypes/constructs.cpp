// All constructs for which Clang calls the runtime. Compiled to LLVM's IR only, to see the types of
// the functions.
#include <omp.h>

struct Object {
  Object();
  Object(const Object &);
  ~Object();
  int value;
};

int shared[100];
Object object;
int number;
#pragma omp threadprivate(object, number)

void parallel(int n) {
#pragma omp parallel num_threads(n) proc_bind(close) if (n) copyin(number)
  {
#pragma omp barrier
#pragma omp master
    shared[0]++;
#pragma omp masked filter(n)
    shared[1]++;
#pragma omp critical
    shared[2]++;
#pragma omp critical(named) hint(omp_sync_hint_contended)
    shared[3]++;
    Object own;
#pragma omp single copyprivate(own)
    own.value = n;
#pragma omp flush
    object.value = number;
  }
#pragma omp teams num_teams(n) thread_limit(n)
  shared[4]++;
}

template <typename T> void loops(T n) {
  int sum = 0;
#pragma omp parallel for reduction(+ : sum) lastprivate(shared)
  for (T i = 0; i < n; i++) sum += shared[i];
#pragma omp parallel
  {
#pragma omp for reduction(+ : sum) nowait schedule(static, 5)
    for (T i = 0; i < n; i++) sum += shared[i];
#pragma omp for schedule(dynamic, 5) ordered
    for (T i = 0; i < n; i++) {
#pragma omp ordered
      shared[i]++;
    }
#pragma omp for ordered(1)
    for (T i = 0; i < n; i++) {
#pragma omp ordered depend(sink : i - 1)
      shared[i]++;
#pragma omp ordered depend(source)
    }
#pragma omp sections reduction(task, + : sum)
    {
#pragma omp section
      sum++;
#pragma omp section
      sum++;
    }
  }
#pragma omp teams distribute parallel for
  for (T i = 0; i < n; i++) shared[i]++;
#pragma omp taskloop grainsize(n) reduction(+ : sum)
  for (T i = 0; i < n; i++) sum += shared[i];
}

template void loops(int);
template void loops(unsigned);
template void loops(long);
template void loops(unsigned long);

void tasks(int n) {
  int sum = 0;
  omp_event_handle_t event;
#pragma omp taskgroup task_reduction(+ : sum)
  {
#pragma omp task in_reduction(+ : sum) priority(n)
    sum++;
#pragma omp task depend(out : shared[0]) affinity(shared[1])
    shared[0]++;
#pragma omp task depend(in : shared[0]) if (n)
    shared[1]++;
#pragma omp task detach(event) untied
    shared[2]++;
#pragma omp target nowait
    shared[3]++;
#pragma omp target nowait thread_limit(n)
    shared[4]++;
  }
#pragma omp taskyield
#pragma omp taskwait
#pragma omp taskwait depend(in : shared[0])
#pragma omp parallel reduction(task, + : sum)
  {
#pragma omp task in_reduction(+ : sum)
    sum++;
  }
}

void others(int n) {
#pragma omp parallel
  {
#pragma omp cancel parallel if (n)
#pragma omp barrier
#pragma omp for
    for (int i = 0; i < n; i++) {
#pragma omp cancellation point for
    }
  }
#pragma omp error at(execution) severity(warning) message("a word")
  int own;
#pragma omp allocate(own) allocator(omp_high_bw_mem_alloc) align(64)
  int other;
#pragma omp allocate(other) allocator(omp_high_bw_mem_alloc)
  own = other = n;
  omp_alloctrait_t traits[] = {{omp_atk_alignment, 64}};
  omp_allocator_handle_t allocator;
#pragma omp target uses_allocators(allocator(traits)) allocate(allocator : n) private(n)
  n = 0;
}
