//! Whole scenes of the engine, explored at random: a scheduler lets threads take turns, and may
//! switch at each access to shared memory. The scenes try what models of single protocols cannot
//! reach: the pool with several masters, sizes that change, tasks over several phases, the gate,
//! pauses, forks.
//!
//! ```text
//! RUSTFLAGS='--cfg shuttle' cargo test --release --lib scenes
//! ```
//!
//! | variable | meaning |
//! |---|---|
//! | `FERROMP_EXPLORE_SECONDS` | how long each scene is explored; 5 if not set |
//! | `FERROMP_EXPLORE_SEED` | the schedule to begin with; alone with `FERROMP_EXPLORE_SECONDS=0` it is run once, as it failed |
//!
//! | file | scenes |
//! |---|---|
//! | `explorer` | how a scene is run |
//! | `program` | what a compiler would emit: regions, tasks, barriers |
//! | `teams` | teams of changing sizes, masters, nested teams, threads that end, pauses |
//! | `tasks` | tasks over phases, groups, dependences, events, cancellation |
//! | `gate` | admission under each policy |
//! | `loops` | loops of each kind, one after the other without a barrier |
//! | `reductions` | results that the members of a team combine |
//! | `forks` | children made at any moment |
//! | `lines` | constructs, measured on a model of a machine (`make lines`) |

mod explorer;
mod forks;
mod gate;
mod lines;
mod loops;
mod program;
mod reductions;
mod tasks;
mod teams;
