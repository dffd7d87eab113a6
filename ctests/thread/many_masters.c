// Sixteen native threads open regions of changing size at once; every team is complete and its data
// its own.
#include <omp.h>
#include <pthread.h>

#include "check.h"

static void *master(void *number) {
  unsigned random = (unsigned)(long)number * 2654435761u;
  for (int round = 0; round < 60; round++) {
    random = random * 1103515245 + 12345;
    int size = 1 + (random >> 16) % 5, members = 0;
    long sum = 0;
#pragma omp parallel num_threads(size) reduction(+ : members, sum)
    {
      CHECK_INT(omp_get_num_threads(), size);
      members++;
#pragma omp for schedule(dynamic, 5)
      for (int i = 0; i < 200; i++)
        sum += i + (long)number;
#pragma omp barrier
    }
    CHECK_INT(members, size);
    CHECK_INT(sum, 19900 + 200 * (long)number);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[16];
  for (long i = 0; i < 16; i++)
    pthread_create(&threads[i], NULL, master, (void *)i);
  for (int i = 0; i < 16; i++)
    pthread_join(threads[i], NULL);
  return check_done();
}
