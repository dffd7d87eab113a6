// abort_fb ends the program, and says why; so does an allocate clause without memory under GCC.
//@ skip[gcc libomp]: libomp lacks the version nodes of these routines
//@ stderr: [Mm]emory|[Aa]ssertion
#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "check.h"

static void ends(void (*run)(void)) {
  fflush(stderr);
  pid_t child = fork();
  if (child == 0) {
    run();
    _exit(0);
  }
  int status = 0;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK(status != 0, "it went on");
}

static void alloc(void) {
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, 1000}, {omp_atk_fallback, omp_atv_abort_fb}};
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 2, traits);
  if (omp_alloc(500, allocator)) omp_alloc(5000, allocator);
}

static void resize(void) {
  omp_alloctrait_t traits[] = {{omp_atk_pool_size, 1000}, {omp_atk_fallback, omp_atv_abort_fb}};
  omp_allocator_handle_t allocator = omp_init_allocator(omp_default_mem_space, 2, traits);
  omp_realloc(omp_alloc(500, allocator), 5000, allocator, allocator);
}

int main(void) {
  ends(alloc);
  ends(resize);
  return check_done();
}
