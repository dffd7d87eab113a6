// Loops over unsigned under every schedule, at the ends of the number range too.
//@ also: OMP_SCHEDULE=guided,4
//@ also: OMP_SCHEDULE=static
#define TYPE unsigned
#define STEP int
#define STEP_MAX INT_MAX
#define TYPE_MIN 0u
#define TYPE_MAX UINT_MAX
#include "loops.h"
