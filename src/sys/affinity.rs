//! Sets of processors, and which of them the kernel lets a thread run on.

use super::cpus;
use std::fmt;
use std::io;

/// The kernel numbers no more processors than this on any architecture.
const MOST: u32 = 1 << 20;

/// Processors, by the kernel's numbers.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct CpuSet {
    /// Processor `n` is bit `n % 64` of word `n / 64`. The last word is never 0, so equal sets have
    /// equal words.
    words: Vec<u64>,
}

impl CpuSet {
    /// The set whose words are `words`, in the kernel's form.
    pub fn from_words(words: Vec<u64>) -> Self {
        let mut set = CpuSet { words };
        set.trim();
        set
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }

    /// Adds a processor; a number that no machine has is left out.
    pub fn insert(&mut self, processor: u32) {
        if processor < MOST {
            let word = processor as usize / 64;
            if word >= self.words.len() {
                self.words.resize(word + 1, 0);
            }
            self.words[word] |= 1 << (processor % 64);
        }
    }

    pub fn remove(&mut self, processor: u32) {
        if let Some(word) = self.words.get_mut(processor as usize / 64) {
            *word &= !(1 << (processor % 64));
            self.trim();
        }
    }

    pub fn contains(&self, processor: u32) -> bool {
        self.words.get(processor as usize / 64).is_some_and(|word| word >> (processor % 64) & 1 != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The processors in both sets.
    pub fn intersection(&self, other: &CpuSet) -> CpuSet {
        CpuSet::from_words(self.words.iter().zip(&other.words).map(|(ours, theirs)| ours & theirs).collect())
    }

    /// From the lowest number up.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 != 0);
        self.words.iter().enumerate().flat_map(move |(index, &word)| bits(word).map(move |bit| index as u32 * 64 + bit))
    }

    pub fn first(&self) -> Option<u32> {
        self.iter().next()
    }

    /// Reads the kernel's lists, such as `0-3,8`; `None` for anything else. An empty list is the
    /// empty set.
    pub fn parse(list: &[u8]) -> Option<CpuSet> {
        let list = str::from_utf8(list).ok()?.trim_matches(['\n', ' ', '\0']);
        let mut set = CpuSet::default();
        for part in list.split(',').filter(|_| !list.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (first.parse::<u32>().ok()?, last.parse::<u32>().ok()?);
            if first > last || last >= MOST {
                return None;
            }
            (first..=last).for_each(|processor| set.insert(processor));
        }
        Some(set)
    }
}

impl FromIterator<u32> for CpuSet {
    fn from_iter<I: IntoIterator<Item = u32>>(processors: I) -> Self {
        let mut set = CpuSet::default();
        processors.into_iter().for_each(|processor| set.insert(processor));
        set
    }
}

/// As OpenMP has thread affinity written (OpenMP 5.2, 21.2.5): `0,1,4-7`. Two neighbours are not
/// called a range, as in libomp.
impl fmt::Display for CpuSet {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let mut processors = self.iter().peekable();
        let mut separator = "";
        while let Some(first) = processors.next() {
            let mut last = first;
            while processors.next_if_eq(&(last + 1)).is_some() {
                last += 1;
            }
            match last - first {
                0 => write!(out, "{separator}{first}")?,
                1 => write!(out, "{separator}{first},{last}")?,
                _ => write!(out, "{separator}{first}-{last}")?,
            }
            separator = ",";
        }
        Ok(())
    }
}

/// The processors that the calling thread may run on; `None` if the kernel does not say.
pub fn of_calling_thread() -> Option<CpuSet> {
    cpus::affinity_mask().map(CpuSet::from_words)
}

/// Lets the calling thread run on `set` only. Makes no allocation, so it may be called in a forked
/// child.
///
/// # Errors
/// What the kernel answers: `EINVAL` if no processor of the set is online and in the thread's
/// cpuset.
pub fn bind_calling_thread(set: &CpuSet) -> io::Result<()> {
    // SAFETY: the mask has the size that is passed with it.
    let result = unsafe { libc::sched_setaffinity(0, size_of_val(&*set.words), set.words.as_ptr().cast()) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Whether the calling thread may run on the processors of `set` and no others. Makes no
/// allocation, as [`bind_calling_thread`].
pub fn calling_thread_is_bound_to(set: &CpuSet) -> bool {
    // Room for 8192 processors, the most that Linux can be built for.
    let mut words = [0u64; 128];
    // SAFETY: the mask has the size that is passed with it.
    let result = unsafe { libc::sched_getaffinity(0, size_of_val(&words), words.as_mut_ptr().cast()) };
    let used = set.words.len().min(words.len());
    result == 0 && words[..used] == set.words[..] && words[used..].iter().all(|&word| word == 0)
}

/// Moves the calling thread from `processor` to another one of its mask, if there is one; it may
/// come back later. Makes no allocation.
pub fn leave(processor: u32) {
    let mut words = [0u64; 128];
    let size = size_of_val(&words);
    // SAFETY: the mask has the size that is passed with it.
    if unsafe { libc::sched_getaffinity(0, size, words.as_mut_ptr().cast()) } != 0 {
        return;
    }
    let all = words;
    let Some(word) = words.get_mut(processor as usize / 64) else { return };
    *word &= !(1 << (processor % 64));
    if words != all && words != [0; 128] {
        // SAFETY: as above.
        unsafe {
            libc::sched_setaffinity(0, size, words.as_ptr().cast());
            libc::sched_setaffinity(0, size, all.as_ptr().cast());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn lists_of_the_kernel_are_read_and_nothing_else() {
        for (list, expected) in [
            ("0\n", "0"),
            ("0-3,8\n", "0-3,8"),
            ("", ""),
            ("\n", ""),
            ("1,0", "0,1"),
            ("63-65,128", "63-65,128"),
            ("0,2,1", "0-2"),
        ] {
            assert_eq!(CpuSet::parse(list.as_bytes()).expect(list).to_string(), expected, "{list}");
        }
        for bad in ["x", "0-", "-1", "3-1", "0,,1", "0;1", "1048576", "99999999999", "0-99999999999", "\u{ff}"] {
            assert_eq!(CpuSet::parse(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(CpuSet::parse(b"\xff"), None);
    }

    #[test]
    fn sets_with_the_same_processors_are_equal() {
        let mut set: CpuSet = [1, 200].into_iter().collect();
        set.remove(200);
        assert_eq!(set, [1].into_iter().collect());
        assert_eq!((set.len(), set.first(), set.contains(1), set.contains(200)), (1, Some(1), true, false));
        set.remove(1);
        set.remove(5000);
        assert!(set.is_empty());
        assert_eq!(
            CpuSet::parse(b"0-99").and_then(|all| Some(all.intersection(&CpuSet::parse(b"98-120")?).len())),
            Some(2)
        );
    }

    #[test]
    fn a_thread_that_leaves_a_processor_keeps_its_mask() {
        thread::spawn(|| {
            let all = of_calling_thread().expect("the kernel tells the mask");
            all.iter().for_each(leave);
            leave(u32::MAX);
            assert_eq!(of_calling_thread(), Some(all.clone()));
            let one: CpuSet = all.first().into_iter().collect();
            bind_calling_thread(&one).expect("a processor of the mask is taken");
            one.iter().for_each(leave);
            assert_eq!(of_calling_thread(), Some(one));
        })
        .join()
        .expect("the thread finishes");
    }

    #[test]
    fn a_thread_is_bound_to_one_processor_and_back() {
        thread::spawn(|| {
            let all = of_calling_thread().expect("the kernel tells the mask");
            assert!(calling_thread_is_bound_to(&all));
            let one: CpuSet = all.first().into_iter().collect();
            bind_calling_thread(&one).expect("a processor of the mask is taken");
            assert_eq!(of_calling_thread(), Some(one.clone()));
            assert!(calling_thread_is_bound_to(&one));
            bind_calling_thread(&all).expect("the mask of before is taken");
            assert_eq!(of_calling_thread(), Some(all));
            assert!(bind_calling_thread(&CpuSet::default()).is_err());
        })
        .join()
        .expect("the bound thread finishes");
    }
}
