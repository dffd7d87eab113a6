/* Kernel events of this process and of the threads it starts from now on. */
#ifndef COUNTERS_H
#define COUNTERS_H

/* Starts counting a tracepoint, named "system/event"; -1 where the kernel does not let us. */
int counter_open(const char *tracepoint);

/* Events so far, of all threads; 0 for a counter that could not be opened. */
double counter_read(int counter);

#endif
