//! What GCC emits: `GOMP_*`.
