// As constructors.cpp, with the copies kept by the runtime: __kmpc_threadprivate_register and
// _cached.
//@ skip[gcc]: GCC has no such mode
//@ flags: -fnoopenmp-use-tls
#include "constructors.cpp"
