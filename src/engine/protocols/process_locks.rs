//! The named locks that a process has one of. They and what lies beside them have cache lines of
//! their own. Otherwise a contended lock would slow down the data that the linker puts beside it,
//! such as the fork generation, which every lock reads.

use crossbeam_utils::CachePadded;

use crate::engine::protocols::lock::NamedLock;

/// The lock of all `critical` constructs without a name.
pub static UNNAMED_CRITICAL: CachePadded<NamedLock> = CachePadded::new(NamedLock::new());

/// The lock of atomic updates wider than the machine's.
pub static ATOMIC: CachePadded<NamedLock> = CachePadded::new(NamedLock::new());

/// The lock under which reductions are combined, unless the program combines them by atomic
/// operations. It is not [`ATOMIC`], because a combiner that the program declares may need that
/// one.
pub static REDUCTION: CachePadded<NamedLock> = CachePadded::new(NamedLock::new());
