//! The standing of a worker in the pool.

/// The list of the pool that a worker is in. It is changed under the pool's lock.
///
/// | from | to | who |
/// |---|---|---|
/// | leased | idle | whoever has the right to use its team: it lends the worker, or takes the team apart |
/// | idle | leased | whoever needs a worker |
/// | leased, idle | leaving | whoever orders it to end: the worker itself when it has been idle for long |
/// | leaving | retired | the worker, as the last thing that it does |
/// | retired | leased | whoever needs a worker and creates a thread for the object |
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// In the list of a team's workers.
    Leased,
    /// In the pool, for anybody.
    Idle,
    /// Ordered to end.
    Leaving,
    /// The object of a worker that has ended.
    Retired,
}
