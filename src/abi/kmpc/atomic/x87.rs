//! Entry points whose operand or result is an x87 number.
//!
//! C passes a `long double`, and a complex number of two, on the stack, and returns it on the x87's
//! stack. Rust can express neither, so a few instructions stand before a Rust function, its `body`:
//! they pass it a pointer to the operand in the fifth register for arguments, and in the sixth a
//! pointer to room for the result, which they load from there. The arguments before these
//! (location, thread number, variable, flag) stay where they are, and so does an operand of another
//! type.

/// A function that passes `$body` a pointer to the operand on the stack, and returns nothing.
macro_rules! x87_taking {
    ($name:ident, $x:ty, $body:path) => {
        #[doc = prototype!($name)]
        /// an entry point of [`super`] with an x87 number as operand.
        ///
        #[doc = source!($name)]
        ///
        /// # Safety
        /// Only C code can call it; `at` points to a variable that is accessed by atomic operations
        /// only, as long as several threads use it.
        #[unsafe(naked)]
        pub unsafe extern "C-unwind" fn $name(_location: super::Location, _gtid: i32, _at: *mut $x, _e: $x) {
            crate::sys::arch::x87::pass_operand!($body)
        }
    };
}

/// A function that passes `$body` pointers to the operand on the stack, if there is one, and to
/// room for the result.
macro_rules! x87_returning {
    ($name:ident(at $(, $parameter:ident: $of:ty)*) -> F80, $body:path) => {
        x87_returning!($name(at $(, $parameter: $of)*) -> F80, $body, "fld tbyte ptr [rsp]");
    };
    // The real part belongs on top.
    ($name:ident(at $(, $parameter:ident: $of:ty)*) -> Complex<F80>, $body:path) => {
        x87_returning!(
            $name(at $(, $parameter: $of)*) -> Complex<F80>, $body, "fld tbyte ptr [rsp + 16]", "fld tbyte ptr [rsp]"
        );
    };
    ($name:ident(at $(, $parameter:ident: $of:ty)*) -> $x:ty, $body:path, $($load:literal),*) => {
        #[doc = prototype!($name)]
        /// an entry point of [`super`] that returns an x87 number.
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
            _at: *mut $x,
            $($parameter: $of),*
        ) -> $x {
            crate::sys::arch::x87::pass_operand_and_return!($body, $($load),*)
        }
    };
}

/// The module `$name` with the function `body`, whose arguments are `(location, gtid, at, flag,
/// operand, room)`.
macro_rules! x87_body {
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
macro_rules! x87_update {
    ($name:ident, $x:ty, $f:expr) => {
        x87_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::update(at, e.read(), $f);
        });
        x87_taking!($name, $x, $name::body);
    };
}

/// As `capture!`.
macro_rules! x87_capture {
    ($name:ident, F80 as $w:ty, $f:expr) => {
        x87_body!($name, F80, |at, flag, e, room, wide: $w| {
            let (before, after) = crate::engine::constructs::atomic::update_in::<F80, $w>(at, wide, $f);
            room.write(if flag == 0 { before } else { after });
        });
        x87_returning!($name(at, _e: $w, _flag: i32) -> F80, $name::body);
    };
    ($name:ident, $x:ident$(<$part:ident>)?, $f:expr) => {
        x87_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            let (before, after) = crate::engine::constructs::atomic::update(at, e.read(), $f);
            room.write(if flag == 0 { before } else { after });
        });
        x87_returning!($name(at, _e: $x$(<$part>)?, _flag: i32) -> $x$(<$part>)?, $name::body);
    };
}

/// As `replace_if!`.
macro_rules! x87_replace_if {
    ($name:ident, $x:ty, $f:expr) => {
        x87_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::replace_if(at, e.read(), $f);
        });
        x87_taking!($name, $x, $name::body);
    };
}

/// As `replace_if_capture!`.
macro_rules! x87_replace_if_capture {
    ($name:ident, $x:ident, $f:expr) => {
        x87_body!($name, $x, |at, flag, e, room| {
            let (before, after) = crate::engine::constructs::atomic::replace_if(at, e.read(), $f);
            room.write(if flag == 0 { before } else { after });
        });
        x87_returning!($name(at, _e: $x, _flag: i32) -> $x, $name::body);
    };
}

/// As `load!`.
macro_rules! x87_load {
    ($name:ident, $x:ident$(<$part:ident>)?) => {
        x87_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            room.write(crate::engine::constructs::atomic::Variable::load(at));
        });
        x87_returning!($name(at) -> $x$(<$part>)?, $name::body);
    };
}

/// As `store!`.
macro_rules! x87_store {
    ($name:ident, $x:ty) => {
        x87_body!($name, $x, |at, flag, e, room| {
            crate::engine::constructs::atomic::Variable::swap(at, e.read());
        });
        x87_taking!($name, $x, $name::body);
    };
}

/// As `swap!`.
macro_rules! x87_swap {
    ($name:ident, $x:ident$(<$part:ident>)?) => {
        x87_body!($name, $x$(<$part>)?, |at, flag, e, room| {
            room.write(crate::engine::constructs::atomic::Variable::swap(at, e.read()));
        });
        x87_returning!($name(at, _e: $x$(<$part>)?) -> $x$(<$part>)?, $name::body);
    };
}
