//! Device numbers (OpenMP 5.2, 1.2.3). The host is the only device that this runtime knows. LLVM's
//! offloading library, if the process has it, is asked for its own devices.

use std::process;

use crate::engine::ground::settings;
use crate::engine::ground::settings::Settings;
use crate::engine::ground::settings::values::TargetOffload;
use crate::engine::records::thread::Thread;
use crate::sys::{environ, libomptarget, stderr};

/// `omp_initial_device`: the host, whatever its number.
const INITIAL: i32 = -1;

/// `omp_invalid_device` of GCC's header. It is −2 in Clang's, whose constructs libomptarget serves.
pub const INVALID: i32 = -4;

/// The device that a construct names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Device {
    /// No `device` clause: that of default-device-var.
    Default,
    /// A false `if` clause: the host, whatever OMP_TARGET_OFFLOAD says.
    Host,
    /// `device(n)`.
    Number(i32),
}

/// The number of devices besides the host: none, except those of libomptarget.
pub fn count() -> i32 {
    libomptarget::devices().unwrap_or(0)
}

/// The number of the host, which is the number of other devices.
pub fn host() -> i32 {
    count()
}

/// Whether `number` is the host's.
pub fn is_host(number: i32) -> bool {
    number == INITIAL || number == host()
}

/// The distance of a device from the host: 0 if it is the host, -1 if there is no such device.
/// `default`: default-device-var.
pub fn distance(number: i32, default: i32) -> i32 {
    /// `omp_default_device` of GCC's header.
    const DEFAULT: i32 = -5;
    match if number == DEFAULT { default } else { number } {
        number if is_host(number) => 0,
        number if (0..count()).contains(&number) => 1,
        _ => -1,
    }
}

/// Which variable of the environment says what `name` is for `device`, a negative number standing
/// for any: `NAME_DEV_n`, or `NAME_DEV`, or `NAME_ALL`, the first that is set (OpenMP 5.2, 21).
pub fn variable(name: &str, device: i32) -> Option<String> {
    let of_device = (device >= 0).then(|| format!("{name}_DEV_{device}"));
    let mut names = of_device.into_iter().chain([format!("{name}_DEV"), format!("{name}_ALL")]);
    names.find(|name| environ::get(name).is_some())
}

/// default-device-var at start. If offloading is mandatory and no device was named, it is a device
/// that does not exist (OpenMP 5.2, 2.2).
pub fn initial_default(settings: &Settings) -> i32 {
    match (settings.default_device, settings.target_offload) {
        (Some(number), _) => number.cast_signed(),
        (None, TargetOffload::Mandatory) if count() == 0 => INVALID,
        (None, _) => 0,
    }
}

/// Lets a construct run on the host, whatever device it names, unless OMP_TARGET_OFFLOAD forbids
/// that.
#[inline]
pub fn admit(t: &Thread, device: Device) {
    if settings::get().target_offload != TargetOffload::Mandatory {
        return;
    }
    let number = match device {
        Device::Default => t.task().icv().default_device,
        Device::Host => INITIAL,
        Device::Number(number) => number,
    };
    if !is_host(number) {
        refuse(number);
    }
}

/// Whether a routine may go on with the device `number`: only if that is the host.
pub fn admit_routine(number: i32) -> bool {
    let host = is_host(number);
    if !host && settings::get().target_offload == TargetOffload::Mandatory {
        refuse(number);
    }
    host
}

/// Ends the process: offloading is mandatory, and the device does not exist (OpenMP 5.2, 21.2.8).
#[cold]
fn refuse(number: i32) -> ! {
    let device = if number == INVALID { "no device".into() } else { format!("no device {number}") };
    let line = format!("ferromp: OMP_TARGET_OFFLOAD is MANDATORY, but there is {device} beside the host\n");
    stderr::write(line.as_bytes());
    process::exit(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ground::settings::from_pairs;

    #[test]
    fn the_host_has_the_number_of_devices_and_minus_one() {
        assert!(is_host(0) && is_host(-1));
        assert!(!is_host(1) && !is_host(-2) && !is_host(INVALID));
    }

    #[test]
    fn the_host_is_no_distance_away() {
        assert_eq!([0, -1].map(|number| distance(number, 3)), [0, 0]);
        assert_eq!([1, -2, INVALID, 99, i32::MIN].map(|number| distance(number, 0)), [-1; 5]);
        assert_eq!(distance(-5, 0), 0, "the default device");
        assert_eq!(distance(-5, 3), -1, "a default device that does not exist");
    }

    #[test]
    fn mandatory_offload_leaves_no_default_device_unless_one_is_named() {
        let initial = |pairs| initial_default(&from_pairs(pairs));
        assert_eq!(initial(&[]), 0);
        assert_eq!(initial(&[("OMP_TARGET_OFFLOAD", b"mandatory")]), INVALID);
        assert_eq!(initial(&[("OMP_TARGET_OFFLOAD", b"mandatory"), ("OMP_DEFAULT_DEVICE", b"0")]), 0);
        assert_eq!(initial(&[("OMP_DEFAULT_DEVICE", b"3")]), 3);
    }
}
