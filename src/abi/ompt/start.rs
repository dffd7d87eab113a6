//! How a tool is found, started and ended (OpenMP 5.2, 19.2).

use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_uint, c_void};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::mem;
use std::os::unix::ffi::OsStrExt;
use std::ptr;
use std::ptr::NonNull;

use super::lookup;
use crate::engine::ground::settings;
use crate::engine::ground::settings::Settings;
use crate::engine::process::runtime;
use crate::engine::protocols::wait::Patience;
use crate::engine::tools;
use crate::engine::tools::callbacks;
use crate::sys::sync::{AtomicPtr, AtomicU32, AtomicUsize, Ordering};
use crate::sys::{exit, sanitizer, stderr, stdout, symbol, thread};

/// `_OPENMP` of the version whose interface this is, as tools know it from libomp.
const OPENMP: c_uint = 201_611;

/// The runtime's name and version.
const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!("ferromp ", env!("CARGO_PKG_VERSION"), "\0").as_bytes())
{
    Ok(version) => version,
    Err(_) => unreachable!(),
};

/// `ompt_start_tool_result_t`.
#[repr(C)]
struct Tool {
    initialize: Option<unsafe extern "C-unwind" fn(Lookup, c_int, *mut u64) -> c_int>,
    finalize: Option<unsafe extern "C-unwind" fn(*mut u64)>,
    data: u64,
}

type Lookup = unsafe extern "C" fn(*const c_char) -> *const c_void;

type StartTool = unsafe extern "C-unwind" fn(c_uint, *const c_char) -> *mut Tool;

const START_TOOL: &CStr = c"ompt_start_tool";

/// The tool that was started and has not been ended; null: none.
static TOOL: AtomicPtr<Tool> = AtomicPtr::new(ptr::null_mut());

/// `ompt_start_tool_result_t *ompt_start_tool(unsigned omp_version, const char *runtime_version)`:
/// a tool defines it, a runtime calls it; the library's own is found where the process has no tool.
/// Returns NULL, "no tool". Another runtime in the process may call it.
///
/// OpenMP 5.2, 19.2.1.
pub extern "C-unwind" fn ompt_start_tool(_omp_version: c_uint, _runtime_version: *const c_char) -> *mut c_void {
    ptr::null_mut()
}

/// `void ompt_libomp_connect(ompt_start_tool_result_t *result)`: LLVM's offloading library calls it
/// when it is loaded, to be told of a tool through `result`. There is none, so nothing is called.
///
/// Called by LLVM's offloading library when it is loaded.
pub extern "C-unwind" fn ompt_libomp_connect(_result: *mut c_void) {}

#[used]
#[unsafe(link_section = ".init_array")]
static AT_LOAD: extern "C" fn() = at_load;

extern "C" fn at_load() {
    tools::START.set(|()| decide());
}

/// Looks for a tool and starts it, if nobody has. Others wait until whoever asks a tool has its
/// answer; but the tool itself may call OpenMP meanwhile.
///
/// Nobody waits for a thread that calls the loader. The loader is locked while it runs the
/// constructors of a library, and one of them may make its thread's first OpenMP call.
pub fn decide() {
    /// The number of the thread that asks a tool; 0: nobody does.
    static ASKS: AtomicU32 = AtomicU32::new(0);
    /// How many places had no tool: the process, and the libraries of OMP_TOOL_LIBRARIES. Written
    /// by the thread that asks.
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let (settings, me) = (settings::get(), thread::id());
    let mut patience = Patience::default();
    while tools::is_undecided() {
        match ASKS.load(Ordering::Relaxed) {
            0 => {}
            now if now == me => return,
            // In a child that was forked meanwhile that thread does not exist.
            now if !thread::exists(now) => {
                let _ = ASKS.compare_exchange(now, 0, Ordering::Relaxed, Ordering::Relaxed);
            }
            _ => {
                patience.give_way();
                continue;
            }
        }
        let place = ASKED.load(Ordering::Relaxed);
        let found = look(place, settings);
        let sanitized = sanitizer::find();
        if ASKS.compare_exchange(0, me, Ordering::Acquire, Ordering::Relaxed).is_err() {
            continue;
        }
        if tools::is_undecided() && ASKED.load(Ordering::Relaxed) == place {
            if is_answer(&found, settings) {
                if sanitized {
                    tools::switch_on();
                }
                tools::decide_off();
            }
            ASKED.store(place + 1, Ordering::Relaxed);
        }
        ASKS.store(0, Ordering::Release);
    }
}

/// Whatever is at a place where a tool may be.
enum Found {
    /// `ompt_start_tool` in the program, or in a library that is loaded with it.
    Process(Option<NonNull<c_void>>),
    /// A library of OMP_TOOL_LIBRARIES, and `ompt_start_tool` there.
    Library { path: CString, opened: Result<Result<NonNull<c_void>, CString>, CString> },
    /// There is no such place.
    Nowhere,
}

/// Looks at a place: 0 is the process, and behind that are the libraries.
fn look(place: usize, settings: &Settings) -> Found {
    if !settings.tool {
        return Found::Nowhere;
    }
    let Some(index) = place.checked_sub(1) else { return Found::Process(in_process()) };
    let libraries = settings.tool_libraries.as_deref().unwrap_or_default();
    let mut paths = libraries.split(|&byte| byte == b':').filter(|path| !path.is_empty());
    let Some(path) = paths.nth(index).and_then(|path| CString::new(path).ok()) else { return Found::Nowhere };
    let opened = symbol::open(&path).map(|library| symbol::of(library, START_TOOL));
    Found::Library { path, opened }
}

/// Asks what was found whether it is a tool; whether the search is over.
fn is_answer(found: &Found, settings: &Settings) -> bool {
    let log = Log::new(settings.tool_verbose_init.as_deref());
    let tool = match found {
        Found::Process(found) => ask_process(*found, settings, &log),
        Found::Library { path, opened } => ask_library(path, opened, &log),
        Found::Nowhere => {
            if settings.tool {
                log.write("...searching tool libraries failed.\nNo OMP tool loaded.\n");
                log.write(END_OF_LOG);
            } else {
                log.write("OMP tool disabled. \n");
            }
            return true;
        }
    };
    let Some(tool) = tool else { return false };
    log.write("Tool was started and is using the OMPT interface.\n");
    log.write(END_OF_LOG);
    initialize(tool);
    true
}

const END_OF_LOG: &str = "----- END LOGGING OF TOOL REGISTRATION -----\n";

fn initialize(tool: NonNull<Tool>) {
    TOOL.store(tool.as_ptr(), Ordering::Release);
    // SAFETY: what a tool returned, which stays.
    let this = unsafe { tool.as_ref() };
    // SAFETY: the tool's function; the host's number is 0, since no other device is told of.
    let wants = this.initialize.map(|initialize| unsafe { initialize(lookup::lookup, 0, data_of(tool)) });
    if wants.is_none_or(|wants| wants == 0) {
        TOOL.store(ptr::null_mut(), Ordering::Relaxed);
        tools::switch_off();
        return;
    }
    exit::at_exit(at_exit, "the tool is not told that the process ends");
}

fn data_of(tool: NonNull<Tool>) -> *mut u64 {
    // SAFETY: what a tool returned, which stays.
    unsafe { &raw mut (*tool.as_ptr()).data }
}

/// The program's `ompt_start_tool`, or that of a library that is loaded with it.
fn in_process() -> Option<NonNull<c_void>> {
    let own = ompt_start_tool as *const c_void;
    let not_own = |found: &NonNull<c_void>| found.as_ptr().cast_const() != own;
    symbol::first(START_TOOL).filter(not_own).or_else(|| symbol::next(START_TOOL)).filter(not_own)
}

fn ask_process(found: Option<NonNull<c_void>>, settings: &Settings, log: &Log) -> Option<NonNull<Tool>> {
    log.write("----- START LOGGING OF TOOL REGISTRATION -----\n");
    log.write("Search for OMP tool in current address space... ");
    let tool = found.and_then(ask);
    if tool.is_some() {
        log.write("Success.\n");
        return tool;
    }
    log.write("Failed.\n");
    match settings.tool_libraries.as_deref() {
        Some(libraries) => {
            log.write("Searching tool libraries...\n");
            log.write(&format!("OMP_TOOL_LIBRARIES = {}\n", String::from_utf8_lossy(libraries)));
        }
        None => log.write("No OMP_TOOL_LIBRARIES defined.\n"),
    }
    None
}

fn ask_library(
    path: &CStr,
    opened: &Result<Result<NonNull<c_void>, CString>, CString>,
    log: &Log,
) -> Option<NonNull<Tool>> {
    let failed = |error: &CString| log.write(&format!("Failed: {}\n", error.to_string_lossy()));
    let name = path.to_string_lossy();
    log.write(&format!("Opening {name}... "));
    let found = opened.as_ref().map_err(failed).ok()?;
    log.write(&format!("Success. \nSearching for ompt_start_tool in {name}... "));
    let tool = ask(*found.as_ref().map_err(failed).ok()?);
    log.write(match tool {
        Some(_) => "Success.\n",
        None => "Found but not using the OMPT interface.\nContinuing search...\n",
    });
    tool
}

/// The answer of a tool.
fn ask(start_tool: NonNull<c_void>) -> Option<NonNull<Tool>> {
    // SAFETY: the function of this name has this type (OpenMP 5.2, 19.2.1).
    let start_tool = unsafe { mem::transmute::<NonNull<c_void>, StartTool>(start_tool) };
    // SAFETY: the string stays.
    NonNull::new(unsafe { start_tool(OPENMP, VERSION.as_ptr()) })
}

/// Where OMP_TOOL_VERBOSE_INIT wants it to be written what became of the search.
enum Log {
    Nowhere,
    Stdout,
    Stderr,
    To(File),
}

impl Log {
    fn new(to: Option<&[u8]>) -> Self {
        match to {
            None | Some(b"" | b"disabled") => Self::Nowhere,
            Some(b"stdout") => Self::Stdout,
            Some(b"stderr") => Self::Stderr,
            Some(path) => {
                let file = OpenOptions::new().create(true).append(true).open(OsStr::from_bytes(path));
                file.map_or(Self::Stderr, Self::To)
            }
        }
    }

    fn write(&self, text: &str) {
        match self {
            Self::Nowhere => {}
            Self::Stdout => {
                if let Ok(text) = CString::new(text) {
                    stdout::write(&text);
                }
            }
            Self::Stderr => stderr::write(text.as_bytes()),
            // Nobody is there to be told that the disk is full.
            Self::To(file) => drop((&*file).write_all(text.as_bytes())),
        }
    }
}

extern "C" fn at_exit() {
    finalize();
}

/// Ends the tool, once: the threads that the runtime can end have ended before.
pub fn finalize() {
    let Some(tool) = NonNull::new(TOOL.swap(ptr::null_mut(), Ordering::AcqRel)) else { return };
    runtime::end_for_tool();
    callbacks::forget_all();
    // SAFETY: what a tool returned, which stays.
    if let Some(finalize) = unsafe { tool.as_ref() }.finalize {
        // SAFETY: the tool's function.
        unsafe { finalize(data_of(tool)) };
    }
}

/// Whether there is a tool that was not ended.
pub fn is_started() -> bool {
    !TOOL.load(Ordering::Relaxed).is_null()
}
