// Loops over int under every schedule, at the ends of the number range too.
//@ also: OMP_SCHEDULE=guided,4
//@ also: OMP_SCHEDULE=static
#define TYPE int
#define STEP int
#define STEP_MAX INT_MAX
#define TYPE_MIN INT_MIN
#define TYPE_MAX INT_MAX
#include "loops.h"
