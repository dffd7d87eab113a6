// Loops over unsigned long long under every schedule, at the ends of the number range too.
//@ also: OMP_SCHEDULE=guided,4
//@ also: OMP_SCHEDULE=static
#define TYPE unsigned long long
#define STEP long long
#define STEP_MAX LLONG_MAX
#define TYPE_MIN 0ull
#define TYPE_MAX ULLONG_MAX
#include "loops.h"
