//! Entry points whose operand or result is a `long double`, where that is binary128: C passes it as
//! it does others.

/// As [`update`].
macro_rules! x87_update {
    ($($arguments:tt)*) => {
        update!($($arguments)*);
    };
}

/// As [`capture`].
macro_rules! x87_capture {
    ($($arguments:tt)*) => {
        capture!($($arguments)*);
    };
}

/// As [`replace_if`].
macro_rules! x87_replace_if {
    ($($arguments:tt)*) => {
        replace_if!($($arguments)*);
    };
}

/// As [`replace_if_capture`].
macro_rules! x87_replace_if_capture {
    ($($arguments:tt)*) => {
        replace_if_capture!($($arguments)*);
    };
}

/// As [`load`].
macro_rules! x87_load {
    ($($arguments:tt)*) => {
        load!($($arguments)*);
    };
}

/// As [`store`].
macro_rules! x87_store {
    ($($arguments:tt)*) => {
        store!($($arguments)*);
    };
}

/// As [`swap`].
macro_rules! x87_swap {
    ($($arguments:tt)*) => {
        swap!($($arguments)*);
    };
}
