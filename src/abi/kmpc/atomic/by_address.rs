//! Entry points whose operand or result Rust cannot pass as C does.
//!
//! They are an x87 number, or a complex number of two of them, which C passes on the stack and
//! returns on the x87's stack; and on AArch64 a complex number of two binary128 numbers, which C
//! passes and returns in two vector registers. So a few instructions stand before a Rust function,
//! its `body`: they pass it a pointer to the operand in the fifth register for arguments, and in
//! the sixth a pointer to room for the result, which they load from there. The arguments before
//! these (location, thread number, variable, flag) stay where they are, and so does an operand of
//! another type.

/// A function that passes `$body` a pointer to the operand, and returns nothing.
macro_rules! address_taking {
    ($name:ident, $x:ty, $body:path) => {
        #[doc = prototype!($name)]
        /// an entry point of [`super`] whose operand Rust cannot take.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// Only C code can call it; `at` points to a variable that is accessed by atomic operations
        /// only, as long as several threads use it.
        #[unsafe(naked)]
        pub unsafe extern "C-unwind" fn $name(_location: super::Location, _gtid: i32, _at: *mut $x, _e: $x) {
            crate::sys::arch::by_address::pass_operand!($body)
        }
    };
}

/// A function that passes `$body` pointers to the operand, if there is one, and to room for the
/// result.
macro_rules! address_returning {
    ($name:ident(at $(, $parameter:ident: $of:ty)*) -> $x:ident$(<$part:ident>)?, $body:path) => {
        #[doc = prototype!($name)]
        /// an entry point of [`super`] whose result Rust cannot return.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// Only C code can call it; `at` points to a variable that is accessed by atomic operations
        /// only, as long as several threads use it.
        #[unsafe(naked)]
        pub unsafe extern "C-unwind" fn $name(
            _location: super::Location,
            _gtid: i32,
            _at: *mut $x$(<$part>)?,
            $($parameter: $of),*
        ) -> $x$(<$part>)? {
            crate::sys::arch::by_address::pass_operand_and_return!($x$(<$part>)?, $body)
        }
    };
}

/// The module `$name` with the function `body`, whose arguments are `(location, gtid, at, flag,
/// operand, room)`.
macro_rules! address_body {
    ($name:ident, $x:ty, |$at:ident, $flag:ident, $e:ident, $room:ident $(, $wide:ident: $w:ty)?| $code:expr) => {
        mod $name {
            use super::*;

            /// The function that the instructions of the entry point call.
            ///
            /// # Safety
            /// The variable is the program's; operand and room, where the operation has them, can
            /// be used.
            #[allow(unused_variables, reason = "not every operation has each of them")]
            pub unsafe extern "C-unwind" fn body(
                _: super::super::Location,
                _gtid: i32,
                $at: *mut $x,
                $flag: i32,
                $e: *const $x,
                $room: *mut $x,
                $($wide: $w,)?
            ) {
                // SAFETY: the variable is the program's; operand and room, where the operation has
                // them, lie in the frames of the instructions before and of their caller.
                unsafe { $code }
            }
        }
    };
}

/// As `update!`.
macro_rules! address_update {
    ($name:ident, $x:ty, $f:expr) => {
        address_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::update(at, e.read(), $f);
        });
        address_taking!($name, $x, $name::body);
    };
}

/// As `capture!`.
macro_rules! address_capture {
    ($name:ident, F80 as $w:ty, $f:expr) => {
        address_body!($name, F80, |at, flag, e, room, wide: $w| {
            let (before, after) = crate::engine::constructs::atomic::update_in::<F80, $w>(at, wide, $f);
            room.write(if flag == 0 { before } else { after });
        });
        address_returning!($name(at, _e: $w, _flag: i32) -> F80, $name::body);
    };
    ($name:ident, $x:ident$(<$part:ident>)?, $f:expr) => {
        address_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            let (before, after) = crate::engine::constructs::atomic::update(at, e.read(), $f);
            room.write(if flag == 0 { before } else { after });
        });
        address_returning!($name(at, _e: $x$(<$part>)?, _flag: i32) -> $x$(<$part>)?, $name::body);
    };
}

/// As `replace_if!`.
#[allow(unused_macros, reason = "not every architecture has such an operation")]
macro_rules! address_replace_if {
    ($name:ident, $x:ty, $f:expr) => {
        address_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::replace_if(at, e.read(), $f);
        });
        address_taking!($name, $x, $name::body);
    };
}

/// As `replace_if_capture!`.
#[allow(unused_macros, reason = "not every architecture has such an operation")]
macro_rules! address_replace_if_capture {
    ($name:ident, $x:ident, $f:expr) => {
        address_body!($name, $x, |at, flag, e, room| {
            let (before, after) = crate::engine::constructs::atomic::replace_if(at, e.read(), $f);
            room.write(if flag == 0 { before } else { after });
        });
        address_returning!($name(at, _e: $x, _flag: i32) -> $x, $name::body);
    };
}

/// As `load!`.
macro_rules! address_load {
    ($name:ident, $x:ident$(<$part:ident>)?) => {
        address_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            room.write(crate::engine::constructs::atomic::Variable::load(at));
        });
        address_returning!($name(at) -> $x$(<$part>)?, $name::body);
    };
}

/// As `store!`.
macro_rules! address_store {
    ($name:ident, $x:ty) => {
        address_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::Variable::swap(at, e.read());
        });
        address_taking!($name, $x, $name::body);
    };
}

/// As `swap!`.
macro_rules! address_swap {
    ($name:ident, $x:ident$(<$part:ident>)?) => {
        address_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            room.write(crate::engine::constructs::atomic::Variable::swap(at, e.read()));
        });
        address_returning!($name(at, _e: $x$(<$part>)?) -> $x$(<$part>)?, $name::body);
    };
}

#[allow(unused_imports, reason = "not every architecture has such an operation")]
pub(super) use {
    address_capture as capture, address_load as load, address_replace_if as replace_if,
    address_replace_if_capture as replace_if_capture, address_store as store, address_swap as swap,
    address_update as update,
};
