// In a team of more than four threads the results are combined in an order that its size alone
// decides, and it is libomp's.
//@ skip[gcc]: GCC's code combines in the order in which the threads come
#include <omp.h>
#include <stdio.h>
#include <unistd.h>

#include "check.h"

struct order {
  char text[200];
};

static void append(struct order *to, const struct order *from) {
  size_t length = strlen(to->text);
  snprintf(to->text + length, sizeof to->text - length, "(%s)", from->text);
}

#pragma omp declare reduction(append : struct order : append(&omp_out, &omp_in))                       \
    initializer(omp_priv = (struct order){""})

static void show(struct order *order, int thread) {
  usleep(thread * 7 % 5 * 100);
  snprintf(order->text, sizeof order->text, "%d", thread);
}

static void in_order(int threads, const char *expected) {
  struct order region = {"-"}, loop = {"-"};
#pragma omp parallel num_threads(threads) reduction(append : region)
  {
    show(&region, omp_get_thread_num());
#pragma omp for schedule(static, 1) reduction(append : loop)
    for (int i = 0; i < threads; i++)
      show(&loop, i);
    CHECK(strcmp(loop.text, expected) == 0, "%d threads: loop %s", threads, loop.text);
  }
  CHECK(strcmp(region.text, expected) == 0, "%d threads: region %s", threads, region.text);
}

int main(void) {
  in_order(5, "-(0(1)(2(3))(4))");
  in_order(8, "-(0(1)(2(3))(4(5)(6(7))))");
  in_order(13, "-(0(1)(2(3))(4(5)(6(7)))(8(9)(10(11))(12)))");
  return check_done();
}
