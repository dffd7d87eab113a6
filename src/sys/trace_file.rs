//! A file that is mapped into memory and grows: what was written there stays when the process is
//! killed.

use std::fs::{File, OpenOptions};
use std::io;
use std::num::NonZeroUsize;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::atomic::AtomicU64;

use nix::errno::Errno;
use nix::sys::mman::{self, MapFlags, ProtFlags};

/// A mapping of a file, of which a part exists so far.
pub struct Mapped {
    pub words: &'static [AtomicU64],
    /// Device and number of the file. It is not held open, since a program may close all files, and
    /// open others under their numbers.
    identity: (u64, u64),
}

/// Makes a file of `length` bytes, of which `first` exist at once. `anew`: an older file of this
/// name is overwritten.
///
/// # Errors
/// The file exists already, or cannot be written or mapped.
pub fn create(path: &Path, anew: bool, first: usize, length: usize) -> io::Result<Mapped> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o644);
    if anew {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let file = options.open(path)?;
    allocate(&file, 0, first)?;
    let rights = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    let size = NonZeroUsize::new(length).ok_or(io::ErrorKind::InvalidInput)?;
    // SAFETY: a new mapping, at an address of the kernel's choice.
    let memory = unsafe { mman::mmap(None, size, rights, MapFlags::MAP_SHARED | MapFlags::MAP_NORESERVE, &file, 0) }?;
    // SAFETY: of this length, aligned to pages, and never unmapped.
    let words = unsafe { std::slice::from_raw_parts(memory.as_ptr().cast::<AtomicU64>(), length / 8) };
    Ok(Mapped { words, identity: identity(&file)? })
}

impl Mapped {
    /// Makes `more` bytes from `from` on exist.
    ///
    /// # Errors
    /// The file system is full, or the file is no longer there.
    pub fn grow(&self, path: &Path, from: usize, more: usize) -> io::Result<()> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        if identity(&file)? != self.identity {
            return Err(io::ErrorKind::NotFound.into());
        }
        allocate(&file, from, more)
    }

    /// Whether this is the file of that name.
    pub fn is_at(&self, path: &Path) -> bool {
        path.metadata().is_ok_and(|status| (status.dev(), status.ino()) == self.identity)
    }
}

fn identity(file: &File) -> io::Result<(u64, u64)> {
    let status = file.metadata()?;
    Ok((status.dev(), status.ino()))
}

/// Makes a range exist on the disk: a write to a mapping of what the disk has no room for would
/// kill the process.
fn allocate(file: &File, from: usize, length: usize) -> io::Result<()> {
    // SAFETY: a system call on a file of our own.
    if unsafe { libc::fallocate(file.as_raw_fd(), 0, from as libc::off_t, length as libc::off_t) } == 0 {
        return Ok(());
    }
    let error = Errno::last();
    if error != Errno::EOPNOTSUPP && error != Errno::ENOSYS {
        return Err(error.into());
    }
    const ZEROS: &[u8] = &[0; 4096];
    (from..from + length).step_by(ZEROS.len()).try_for_each(|at| file.write_all_at(ZEROS, at as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering;

    #[test]
    fn what_is_written_is_in_the_file_and_a_file_of_another_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mapped = create(&path, false, 8192, 65536).expect("a file");
        assert!(create(&path, false, 8192, 65536).is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists));
        mapped.words[5].store(7, Ordering::Relaxed);
        mapped.grow(&path, 8192, 8192).expect("there is room");
        mapped.words[1500].store(8, Ordering::Relaxed);
        assert!(mapped.is_at(&path) && !mapped.is_at(folder.path()));
        let bytes = std::fs::read(&path).expect("it is there");
        assert_eq!((bytes.len(), bytes[40], bytes[12000]), (16384, 7, 8));
        std::fs::remove_file(&path).expect("it is ours");
        std::fs::write(&path, "mine").expect("a file");
        assert!(mapped.grow(&path, 16384, 8192).is_err());
        assert_eq!(std::fs::read(&path).expect("it is there"), b"mine");
    }
}
