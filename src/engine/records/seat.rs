//! Seats: the place that each thread of a team gets (OpenMP 5.2, 10.1.3).

use crate::engine::ground::settings::bind::ProcBind;

/// Places that follow each other in the place list: place-partition-var.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Partition {
    pub first: u32,
    pub places: u32,
}

/// A thread's seat: the place that it is bound to, and the places that its own regions may use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seat {
    /// Number of the place; [`NOWHERE`]: the thread is not bound.
    pub place: u32,
    pub partition: Partition,
}

pub const NOWHERE: u32 = u32::MAX;

impl Seat {
    pub const NONE: Seat = Seat { place: NOWHERE, partition: Partition { first: 0, places: 0 } };
}

/// The seating of a team. Every member works out its own seat from this, so the primary thread need
/// not hand out seats.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seating {
    pub bind: ProcBind,
    pub threads: u32,
    /// The primary thread's seat when it met the construct.
    pub parent: Seat,
}

impl Seating {
    /// The seat of thread `tid`.
    pub fn seat(&self, tid: u32) -> Seat {
        let Seat { place, partition } = self.parent;
        // The parent's place is in its partition, unless the place list has changed since.
        let (all, here) = (partition.places.max(1), place.wrapping_sub(partition.first));
        let here = if here < all { here } else { 0 };
        let wrapped = |steps: u32| partition.first + ((u64::from(here) + u64::from(steps)) % u64::from(all)) as u32;
        match self.bind {
            ProcBind::False => Seat::NONE,
            ProcBind::Primary => self.parent,
            // The specification leaves this to the implementation. Threads take the places in turn:
            // so a thread keeps its place when the team's size changes, as GOMP_CPU_AFFINITY
            // promises.
            ProcBind::True => Seat { place: wrapped(tid), partition },
            ProcBind::Close => Seat { place: wrapped(share_of(tid, self.threads, all)), partition },
            ProcBind::Spread if self.threads > all => {
                let place = wrapped(share_of(tid, self.threads, all));
                Seat { place, partition: Partition { first: place, places: 1 } }
            }
            ProcBind::Spread => self.spread(tid, all, here),
        }
    }

    /// With at most as many threads as places, each thread gets a part of the partition to itself,
    /// and the first place of that part. The primary thread gets the part that its place is in, and
    /// stays at its place.
    fn spread(&self, tid: u32, all: u32, here: u32) -> Seat {
        let (size, larger) = (all / self.threads, all % self.threads);
        let start = |part: u32| part * size + part.min(larger);
        let part_here = if here < start(larger) { here / (size + 1) } else { larger + (here - start(larger)) / size };
        let part = (part_here + tid) % self.threads;
        let first = self.parent.partition.first + start(part);
        let partition = Partition { first, places: start(part + 1) - start(part) };
        Seat { place: if tid == 0 { self.parent.partition.first + here } else { first }, partition }
    }
}

/// The one of `steps` steps that thread `tid` of `threads` gets. Threads with neighbouring numbers
/// share steps, as evenly as possible. With no more threads than steps, each thread has its own.
fn share_of(tid: u32, threads: u32, steps: u32) -> u32 {
    let (size, larger) = (threads / steps, threads % steps);
    if size == 0 {
        return tid;
    }
    let in_larger = larger * (size + 1);
    if tid < in_larger { tid / (size + 1) } else { larger + (tid - in_larger) / size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parent(place: u32, first: u32, places: u32) -> Seat {
        Seat { place, partition: Partition { first, places } }
    }

    fn seats(bind: ProcBind, threads: u32, parent: Seat) -> Vec<Seat> {
        let seating = Seating { bind, threads, parent };
        (0..threads).map(|tid| seating.seat(tid)).collect()
    }

    fn places(bind: ProcBind, threads: u32, parent: Seat) -> Vec<u32> {
        seats(bind, threads, parent).iter().map(|seat| seat.place).collect()
    }

    fn parts(seats: &[Seat]) -> Vec<(u32, u32)> {
        seats.iter().map(|seat| (seat.partition.first, seat.partition.places)).collect()
    }

    #[test]
    fn primary_keeps_all_where_the_parent_is() {
        assert_eq!(seats(ProcBind::Primary, 3, parent(5, 4, 3)), [parent(5, 4, 3); 3]);
    }

    #[test]
    fn close_goes_on_from_the_parent_and_wraps_in_its_partition() {
        assert_eq!(places(ProcBind::Close, 4, parent(6, 4, 4)), [6, 7, 4, 5]);
        assert_eq!(parts(&seats(ProcBind::Close, 2, parent(6, 4, 4))), [(4, 4); 2]);
        assert_eq!(places(ProcBind::Close, 5, parent(0, 0, 2)), [0, 0, 0, 1, 1]);
        assert_eq!(places(ProcBind::Close, 6, parent(2, 0, 3)), [2, 2, 0, 0, 1, 1]);
        assert_eq!(places(ProcBind::Close, 3, parent(9, 9, 1)), [9, 9, 9]);
    }

    #[test]
    fn true_gives_a_thread_the_same_place_whatever_the_size() {
        assert_eq!(places(ProcBind::True, 5, parent(1, 0, 3)), [1, 2, 0, 1, 2]);
        assert_eq!(places(ProcBind::True, 2, parent(1, 0, 3)), [1, 2]);
    }

    #[test]
    fn spread_divides_the_partition() {
        let spread = seats(ProcBind::Spread, 4, parent(0, 0, 8));
        assert_eq!(parts(&spread), [(0, 2), (2, 2), (4, 2), (6, 2)]);
        assert_eq!(places(ProcBind::Spread, 4, parent(0, 0, 8)), [0, 2, 4, 6]);
        // Five threads on eight places: three parts of two and two of one.
        assert_eq!(places(ProcBind::Spread, 5, parent(0, 0, 8)), [0, 2, 4, 6, 7]);
    }

    #[test]
    fn spread_starts_with_the_part_that_the_parent_is_in() {
        // Place 5 is the second one of its part; the primary thread stays there.
        let spread = seats(ProcBind::Spread, 4, parent(5, 0, 8));
        assert_eq!(parts(&spread), [(4, 2), (6, 2), (0, 2), (2, 2)]);
        assert_eq!(spread.iter().map(|seat| seat.place).collect::<Vec<_>>(), [5, 6, 0, 2]);
        // Seven places: the last part has one.
        let spread = seats(ProcBind::Spread, 4, parent(2, 0, 7));
        assert_eq!(parts(&spread), [(2, 2), (4, 2), (6, 1), (0, 2)]);
    }

    #[test]
    fn more_threads_than_places_spread_as_neighbours_with_one_place_each() {
        let spread = seats(ProcBind::Spread, 5, parent(4, 3, 2));
        assert_eq!(parts(&spread), [(4, 1), (4, 1), (4, 1), (3, 1), (3, 1)]);
    }

    #[test]
    fn every_seat_is_in_its_partition_and_parts_cover_all_places_once() {
        for all in 1..12 {
            for threads in 1..14 {
                for here in 0..all {
                    let parent = parent(3 + here, 3, all);
                    for bind in [ProcBind::True, ProcBind::Close, ProcBind::Spread] {
                        for (tid, seat) in seats(bind, threads, parent).into_iter().enumerate() {
                            let Partition { first, places } = seat.partition;
                            assert!(
                                (first..first + places).contains(&seat.place),
                                "{bind:?} {threads} {parent:?} {tid}"
                            );
                            assert!(first >= 3 && first + places <= 3 + all);
                        }
                        assert_eq!(places(bind, threads, parent)[0], parent.place);
                        let used: std::collections::BTreeSet<_> = places(bind, threads, parent).into_iter().collect();
                        assert_eq!(used.len() as u32, threads.min(all), "{bind:?} {threads} {parent:?}");
                    }
                    if threads <= all {
                        let covered: u32 = parts(&seats(ProcBind::Spread, threads, parent)).iter().map(|p| p.1).sum();
                        assert_eq!(covered, all);
                    }
                }
            }
        }
    }

    #[test]
    fn a_seat_of_another_place_list_does_no_harm() {
        for bind in [ProcBind::True, ProcBind::Close, ProcBind::Spread, ProcBind::Primary, ProcBind::False] {
            for parent in [Seat::NONE, parent(7, 0, 2), parent(0, 5, 2)] {
                seats(bind, 3, parent);
            }
        }
    }
}
