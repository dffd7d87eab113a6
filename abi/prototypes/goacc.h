/* Functions that GCC's code calls for OpenACC's constructs. A comment above declarations says
   where their calls come from. */

// Emitted by GCC 6 and later for `parallel`, `serial` and `kernels` (OpenACC 3.3, 2.5)
void GOACC_parallel_keyed(int flags, void (*body)(void *), size_t mapnum, void **addresses,
    const size_t *sizes, const unsigned short *kinds, ...);

// Emitted by GCC 5 for `parallel` and `kernels` (OpenACC 3.3, 2.5)
void GOACC_parallel(int flags, void (*body)(void *), size_t mapnum, void **addresses,
    const size_t *sizes, const unsigned short *kinds, int gangs, int workers, int vector, int queue,
    int waits, ...);

// Emitted by GCC for `data` and `host_data` (OpenACC 3.3, 2.6.5 and 2.8)
void GOACC_data_start(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds);
void GOACC_data_end(void);

// Emitted by GCC 12 and later for `enter data` (OpenACC 3.3, 2.6.6)
void GOACC_enter_data(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, int queue, int waits, ...);

// Emitted by GCC 12 and later for `exit data` (OpenACC 3.3, 2.6.6)
void GOACC_exit_data(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, int queue, int waits, ...);

// Emitted by GCC before 12 for `enter data` and `exit data` (OpenACC 3.3, 2.6.6)
void GOACC_enter_exit_data(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, int queue, int waits, ...);

// Emitted by GCC for `declare` (OpenACC 3.3, 2.13)
void GOACC_declare(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds);

// Emitted by GCC for `update` (OpenACC 3.3, 2.14.4)
void GOACC_update(int flags, size_t mapnum, void **addresses, const size_t *sizes,
    const unsigned short *kinds, int queue, int waits, ...);

// Emitted by GCC for `wait` (OpenACC 3.3, 2.16.3)
void GOACC_wait(int queue, int count, ... /* int, int, int, int */);

// Emitted by GCC 5 in compute constructs (OpenACC 3.3, 2.5)
int GOACC_get_num_threads(void);
int GOACC_get_thread_num(void);

// Emitted by GCC 17 and later for `init` (OpenACC 3.3, 2.14.1)
void GOACC_init(int number, int device);

// Emitted by GCC 17 and later for `shutdown` (OpenACC 3.3, 2.14.2)
void GOACC_shutdown(int number, int device);

// Emitted by GCC 17 and later for `set` (OpenACC 3.3, 2.14.3)
void GOACC_set_device(int number, int device);
