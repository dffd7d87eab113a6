// Loops over long long under every schedule, at the ends of the number range too.
//@ also: OMP_SCHEDULE=guided,4
//@ also: OMP_SCHEDULE=static
#define TYPE long long
#define STEP long long
#define STEP_MAX LLONG_MAX
#define TYPE_MIN LLONG_MIN
#define TYPE_MAX LLONG_MAX
#include "loops.h"
