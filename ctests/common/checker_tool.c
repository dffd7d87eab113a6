/* The tool that knows the order of events, as a library for OMP_TOOL_LIBRARIES: at the first event
   that does not fit it ends the process, with status 99. */
#define CHECK_FAILED() _exit(99)

#include "tool_checker.h"
