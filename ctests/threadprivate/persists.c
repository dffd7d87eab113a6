// Threadprivate values stay with their thread number over regions of the same size.
#include <omp.h>

#include "check.h"

enum { THREADS = 4, REGIONS = 2000 };

static int counter = 5;
static struct {
  double value;
  char text[100];
} record = {1.5, "start"};
#pragma omp threadprivate(counter, record)

int main(void) {
  for (int region = 0; region < REGIONS; region++) {
#pragma omp parallel num_threads(THREADS)
    {
      int me = omp_get_thread_num();
      CHECK_INT(counter, 5 + region * (me + 1));
      CHECK(record.value == 1.5 + region, "value is %g", record.value);
      CHECK(region > 0 || strcmp(record.text, "start") == 0, "text is %s", record.text);
      counter += me + 1;
      record.value++;
      strcpy(record.text, "changed");
    }
    // The primary thread's copy is the one serial code sees.
    CHECK_INT(counter, 5 + region + 1);
    // Serial code and serialised regions see it, too.
#pragma omp parallel if (0)
    CHECK_INT(counter, 5 + region + 1);
  }
  return check_done();
}
