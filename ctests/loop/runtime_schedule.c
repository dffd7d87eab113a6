// schedule(runtime) follows OMP_SCHEDULE and omp_set_schedule: static kinds show it in who runs
// what.
//@ also: OMP_SCHEDULE=static
//@ also: OMP_SCHEDULE=static,3
//@ also[libgomp]: OMP_SCHEDULE=STATIC , 5
//@ also[ferromp]: OMP_SCHEDULE=STATIC , 5
//@ also: OMP_SCHEDULE=monotonic:static,2
//@ also: OMP_SCHEDULE=dynamic
//@ also: OMP_SCHEDULE=dynamic,7
//@ also: OMP_SCHEDULE=monotonic:dynamic,7
//@ also: OMP_SCHEDULE=nonmonotonic:guided,2
//@ also: OMP_SCHEDULE=auto
#include <ctype.h>
#include <omp.h>

#include "check.h"

enum { LENGTH = 50, THREADS = 4 };

static void loop(void) {
  int owner[LENGTH], times[LENGTH] = {0}, chunk;
  omp_sched_t kind;
  omp_get_schedule(&kind, &chunk);
#pragma omp parallel num_threads(THREADS)
#pragma omp for schedule(runtime)
  for (int i = 0; i < LENGTH; i++) {
    __atomic_add_fetch(&times[i], 1, __ATOMIC_RELAXED);
    owner[i] = omp_get_thread_num();
  }
  for (int i = 0; i < LENGTH; i++) {
    CHECK_INT(times[i], 1);
    if (((unsigned)kind & 0x7fffffffu) == omp_sched_static && chunk > 0)
      CHECK_INT(owner[i], i / chunk % THREADS);
    if (((unsigned)kind & 0x7fffffffu) == omp_sched_static && chunk == 0)
      CHECK_INT(owner[i], i < 26 ? i / 13 : 2 + (i - 26) / 12);
  }
}

static void set_and_run(omp_sched_t kind, int chunk) {
  omp_sched_t kind_now;
  int chunk_now;
  omp_set_schedule(kind, chunk);
  omp_get_schedule(&kind_now, &chunk_now);
  CHECK_INT((unsigned)kind_now & 0x7fffffffu, (unsigned)kind & 0x7fffffffu);
  if (chunk > 0)
    CHECK_INT(chunk_now, chunk);
  loop();
}

int main(void) {
  const char *text = getenv("OMP_SCHEDULE");
  omp_sched_t kind;
  int chunk;
  omp_get_schedule(&kind, &chunk);
  if (text != NULL) {
    const char *colon = strchr(text, ':'), *comma = strchr(text, ',');
    int wanted = tolower((colon != NULL ? colon + 1 : text)[0]);
    int seen = "?sdga"[(unsigned)kind & 7];
    CHECK(seen == wanted, "%s gave kind 0x%x", text, (unsigned)kind);
    if (comma != NULL)
      CHECK_INT(chunk, atoi(comma + 1));
    else if (wanted == 'd')
      CHECK_INT(chunk, 1);
  }
  loop();
  set_and_run(omp_sched_static, 4);
  set_and_run(omp_sched_dynamic, 3);
  set_and_run(omp_sched_guided, 2);
  set_and_run(omp_sched_auto, 0);
  set_and_run(omp_sched_static, 1);
  set_and_run((omp_sched_t)(omp_sched_dynamic | omp_sched_monotonic), 5);
  return check_done();
}
