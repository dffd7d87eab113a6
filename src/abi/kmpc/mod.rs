//! What Clang, Flang and Intel's compilers emit: `__kmpc_*`.
