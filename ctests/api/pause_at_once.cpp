// When a pause has succeeded the threads that the runtime created are gone: the program may count
// its threads, or call what the kernel refuses to several. Wherever they were: at the team, in the
// pool, in nested teams, in teams of threads that have ended, on their way there; and however long
// their destructors take, which may open regions themselves.
//@ skip[libomp]: keeps the threads of a soft pause, and ends itself with a segmentation fault
#include <pthread.h>
#include <unistd.h>

#include <atomic>

extern "C" {
#include "threads.h"
}

static std::atomic<int> made, destroyed, regions_at_end;

/* Of each worker; slow to go. */
struct Slow {
  bool used = false;
  bool opens_region = false;
  ~Slow() {
    if (used) {
      usleep(20000);
      destroyed++;
    }
    if (opens_region) {
      int members = 0;
#pragma omp parallel num_threads(1) reduction(+ : members)
      members += omp_get_num_threads();
      CHECK_INT(members, 1);
      /* For libgomp it is a member still. */
      if (on_runtime("ferromp"))
        CHECK_INT(omp_get_level(), 0);
      regions_at_end++;
    }
  }
};

static thread_local Slow slow;

static void region(int size) {
  int members = 0;
#pragma omp parallel num_threads(size) reduction(+ : members)
  members++;
  CHECK_INT(members, size);
}

static void *native(void *unused) {
  region(4);
  return unused;
}

/* By a thread whose workers are left then. Whoever has been waited for is listed a moment longer.
   */
static void left_by_another(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, native, NULL);
  pthread_join(thread, NULL);
  for (int i = 0; i < 5000 && threads_now() > 1 + 3; i++)
    usleep(100);
}

static void pause_now(int round) {
  int result = round & 1 ? omp_pause_resource_all(omp_pause_hard)
                         : omp_pause_resource(omp_pause_soft, omp_get_initial_device());
  int threads = threads_now();
  /* Of libgomp's, which waits as pthread_join does, the last one may be listed a moment longer. */
  for (int i = 0; !on_runtime("ferromp") && i < 5000 && threads != 1; i++) {
    usleep(100);
    threads = threads_now();
  }
  CHECK_INT(result, 0);
  CHECK_INT(threads, 1);
}

int main() {
  /* Before anything: nothing to pause. */
  CHECK_INT(omp_pause_resource_all(omp_pause_hard), 0);
  /* Only other threads have opened regions so far. */
  left_by_another();
  if (on_runtime("ferromp"))
    pause_now(0);
  /* libgomp creates and ends threads whenever the size changes. */
  for (int round = 0; round < (on_runtime("ferromp") ? 20 : 4); round++) {
    region(4);
    pause_now(round);
    if (on_runtime("ferromp")) {
      omp_set_max_active_levels(3);
      nested_regions(3);
      pause_now(round);
    }
    region(8);
    region(2);
    pause_now(round);
    omp_set_max_active_levels(1);
    region(6);
    for (int i = 0; on_runtime("ferromp") && i < 300; i++)
      region(2);
    pause_now(round);
    if (on_runtime("ferromp")) {
      left_by_another();
      pause_now(round);
      left_by_another();
      region(2);
      pause_now(round);
    }
  }
  for (int round = 0; round < 4; round++) {
#pragma omp parallel num_threads(4)
    if (omp_get_thread_num() != 0) {
      slow.used = true;
      slow.opens_region = round & 2;
      made++;
    }
    pause_now(round);
    CHECK_INT(destroyed, made);
  }
  CHECK_INT(made, 12);
  CHECK_INT(regions_at_end, 6);
  return check_done();
}
