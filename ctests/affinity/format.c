// The affinity format: what is set is what is got, fields, widths, and what does not fit.
#include "places.h"

static void captured(const char *format, const char *wanted) {
  char text[100];
  size_t length = omp_capture_affinity(text, sizeof text, format);
  CHECK(strcmp(text, wanted) == 0, "%s gives '%s', not '%s'", format, text, wanted);
  CHECK_INT(length, strlen(wanted));
}

int main(void) {
  char text[20];
  memset(text, '#', sizeof text);
  omp_set_affinity_format("level=%L");
  CHECK_INT(omp_get_affinity_format(NULL, 0), 8);
  CHECK_INT(omp_get_affinity_format(text, 6), 8);
  CHECK(strcmp(text, "level") == 0 && text[6] == '#', "cut off to '%s'", text);
  CHECK_INT(omp_get_affinity_format(text, sizeof text), 8);
  CHECK(strcmp(text, "level=%L") == 0, "'%s'", text);

  captured(NULL, "level=0");
  captured("", "level=0");
  captured("%%", "%");
  captured("%{thread_num}|%5n|%.5n|%0.5n", "0|0    |    0|00000");
  captured("%N %{num_threads} %a %0.4a %t %T", "1 1 -1 -001 0 1");
  CHECK_INT(omp_capture_affinity(text, 3, "12345"), 5);
  CHECK(strcmp(text, "12") == 0, "cut off to '%s'", text);

  omp_set_max_active_levels(2);
#pragma omp parallel num_threads(3)
  {
    char wanted[100];
    int outer = omp_get_thread_num();
    snprintf(wanted, sizeof wanted, "1/%d/3/0", outer);
    captured("%L/%n/%N/%a", wanted);
#pragma omp parallel num_threads(2)
    {
      char inner[100];
      snprintf(inner, sizeof inner, "2/%d/2/%d", omp_get_thread_num(), outer);
      captured("%L/%n/%N/%{ancestor_tnum}", inner);
    }
  }
  return check_done();
}
