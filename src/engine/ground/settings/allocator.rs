//! OMP_ALLOCATOR: a predefined allocator, or a memory space with traits (OpenMP 5.2, 21.5.1).

use crate::engine::ground::settings::text;
use crate::engine::ground::settings::text::Scanner;
use std::fmt;

/// With the numbers of `omp_allocator_handle_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Predefined {
    Default = 1,
    LargeCap = 2,
    Const = 3,
    HighBw = 4,
    LowLat = 5,
    Cgroup = 6,
    Pteam = 7,
    Thread = 8,
}

const ALLOCATORS: [(&str, Predefined); 8] = [
    ("omp_default_mem_alloc", Predefined::Default),
    ("omp_large_cap_mem_alloc", Predefined::LargeCap),
    ("omp_const_mem_alloc", Predefined::Const),
    ("omp_high_bw_mem_alloc", Predefined::HighBw),
    ("omp_low_lat_mem_alloc", Predefined::LowLat),
    ("omp_cgroup_mem_alloc", Predefined::Cgroup),
    ("omp_pteam_mem_alloc", Predefined::Pteam),
    ("omp_thread_mem_alloc", Predefined::Thread),
];

/// Without numbers: the headers differ in that of the default space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemorySpace {
    Default,
    LargeCap,
    Const,
    HighBw,
    LowLat,
}

const SPACES: [(&str, MemorySpace); 5] = [
    ("omp_default_mem_space", MemorySpace::Default),
    ("omp_large_cap_mem_space", MemorySpace::LargeCap),
    ("omp_const_mem_space", MemorySpace::Const),
    ("omp_high_bw_mem_space", MemorySpace::HighBw),
    ("omp_low_lat_mem_space", MemorySpace::LowLat),
];

/// With the numbers of `omp_alloctrait_key_t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum TraitKey {
    SyncHint = 1,
    Alignment = 2,
    Access = 3,
    PoolSize = 4,
    Fallback = 5,
    FbData = 6,
    Pinned = 7,
    Partition = 8,
}

const KEYS: [(&str, TraitKey); 8] = [
    ("sync_hint", TraitKey::SyncHint),
    ("alignment", TraitKey::Alignment),
    ("access", TraitKey::Access),
    ("pool_size", TraitKey::PoolSize),
    ("fallback", TraitKey::Fallback),
    ("fb_data", TraitKey::FbData),
    ("pinned", TraitKey::Pinned),
    ("partition", TraitKey::Partition),
];

/// A trait as `omp_alloctrait_t` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocatorTrait {
    pub key: TraitKey,
    /// Bytes, a number of `omp_alloctrait_value_t`, or for `FbData` that of a [`Predefined`]
    /// allocator.
    pub value: u64,
}

/// `fallback=allocator_fb`, which needs `fb_data`.
const ALLOCATOR_FB: u64 = 14;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allocator {
    Predefined(Predefined),
    Custom { space: MemorySpace, traits: Box<[AllocatorTrait]> },
}

impl Allocator {
    pub fn parse(text: &[u8]) -> Option<Allocator> {
        if let Some(allocator) = text::choice(text, &ALLOCATORS) {
            return Some(Allocator::Predefined(allocator));
        }
        let mut parts = text.splitn(2, |&byte| byte == b':');
        let space = text::choice(parts.next()?, &SPACES)?;
        let traits = match parts.next() {
            Some(traits) => text::list(traits, AllocatorTrait::scan)?,
            None => Box::default(),
        };
        let has = |key| traits.iter().any(|given| given.key == key);
        let falls_back = traits.contains(&AllocatorTrait { key: TraitKey::Fallback, value: ALLOCATOR_FB });
        (!falls_back || has(TraitKey::FbData)).then_some(Allocator::Custom { space, traits })
    }
}

impl AllocatorTrait {
    fn scan(scanner: &mut Scanner) -> Option<AllocatorTrait> {
        let key = text::choice(scanner.word(), &KEYS)?;
        if !scanner.symbol(b'=') {
            return None;
        }
        let value = match key {
            TraitKey::Alignment => scanner.number().filter(|number| number.is_power_of_two())?,
            TraitKey::PoolSize => scanner.number().filter(|&number| number > 0)?,
            TraitKey::FbData => text::choice(scanner.word(), &ALLOCATORS)? as u64,
            _ => text::choice(scanner.word(), words(key))?,
        };
        Some(AllocatorTrait { key, value })
    }
}

/// The words that `key` takes, with the numbers of `omp_alloctrait_value_t`. For `all`, where the
/// headers differ, the number of GCC and of older LLVM.
fn words(key: TraitKey) -> &'static [(&'static str, u64)] {
    match key {
        TraitKey::SyncHint => {
            &[("contended", 3), ("uncontended", 4), ("serialized", 5), ("sequential", 5), ("private", 6)]
        }
        TraitKey::Access => &[("all", 7), ("thread", 8), ("pteam", 9), ("cgroup", 10)],
        TraitKey::Fallback => {
            &[("default_mem_fb", 11), ("null_fb", 12), ("abort_fb", 13), ("allocator_fb", ALLOCATOR_FB)]
        }
        TraitKey::Pinned => &[("true", 1), ("false", 0)],
        TraitKey::Partition => &[("environment", 15), ("nearest", 16), ("blocked", 17), ("interleaved", 18)],
        TraitKey::Alignment | TraitKey::PoolSize | TraitKey::FbData => &[],
    }
}

fn name_of<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| name)
}

impl fmt::Display for Allocator {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Allocator::Predefined(allocator) => out.write_str(name_of(&ALLOCATORS, *allocator)),
            Allocator::Custom { space, traits } => {
                out.write_str(name_of(&SPACES, *space))?;
                for (index, given) in traits.iter().enumerate() {
                    write!(out, "{}{}=", if index == 0 { ':' } else { ',' }, name_of(&KEYS, given.key))?;
                    match given.key {
                        TraitKey::Alignment | TraitKey::PoolSize => write!(out, "{}", given.value)?,
                        TraitKey::FbData => {
                            let fallback = ALLOCATORS.iter().find(|(_, other)| *other as u64 == given.value);
                            out.write_str(fallback.map_or("", |(name, _)| name))?;
                        }
                        key => out.write_str(name_of(words(key), given.value))?,
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::garbage;

    fn shown(text: &str) -> Option<String> {
        Allocator::parse(text.as_bytes()).map(|allocator| allocator.to_string())
    }

    #[test]
    fn predefined_allocators_are_read_by_name() {
        assert_eq!(Allocator::parse(b" OMP_HIGH_BW_MEM_ALLOC "), Some(Allocator::Predefined(Predefined::HighBw)));
        assert_eq!(shown("omp_thread_mem_alloc").as_deref(), Some("omp_thread_mem_alloc"));
    }

    #[test]
    fn a_memory_space_may_have_traits() {
        for (text, expected) in [
            ("omp_default_mem_space", "omp_default_mem_space"),
            (
                "omp_large_cap_mem_space : alignment = 16 , pinned=TRUE",
                "omp_large_cap_mem_space:alignment=16,pinned=true",
            ),
            (
                "omp_high_bw_mem_space:pool_size=1048576,fallback=allocator_fb,fb_data=omp_low_lat_mem_alloc",
                "omp_high_bw_mem_space:pool_size=1048576,fallback=allocator_fb,fb_data=omp_low_lat_mem_alloc",
            ),
            (
                "omp_low_lat_mem_space:sync_hint=sequential,access=cgroup,partition=blocked",
                "omp_low_lat_mem_space:sync_hint=serialized,access=cgroup,partition=blocked",
            ),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "foo",
            "1",
            "111",
            "omp_null_allocator",
            "omp_default_mem_alloc_xyz",
            "omp_default_mem_alloc:alignment=16",
            "omp_default_mem_space:",
            "omp_default_mem_space:foo=1",
            "omp_default_mem_space:alignment",
            "omp_default_mem_space:alignment=",
            "omp_default_mem_space:alignment=x",
            "omp_default_mem_space:alignment=3",
            "omp_default_mem_space:alignment=0",
            "omp_default_mem_space:alignment=16,",
            "omp_default_mem_space:pinned=1",
            "omp_default_mem_space:pool_size=0",
            "omp_default_mem_space:fallback=allocator_fb",
            "omp_default_mem_space:fb_data=foo",
            "omp_default_mem_space:access=null_fb",
        ] {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_input_hangs_or_crashes() {
        garbage::each(|text| {
            Allocator::parse(text);
        });
    }
}
