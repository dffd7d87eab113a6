/* The part of a mixed program that the other compiler builds (part.c). */
#ifndef CTESTS_PART_H
#define CTESTS_PART_H

/* Orphaned constructs: to be met by all members of the calling team. */
void part_barrier(void);
void part_loop(int *times, int length);
void part_ordered(int *order, int *count, int length);
int part_single(void);
void part_critical(int *count);
void part_named_critical(int *count);

/* Regions of its own. */
int part_region(int size);
int part_calls(int size, void (*function)(void *), void *data);

/* Locks through the other compiler's header. */
void part_set_lock(void *lock);
void part_unset_lock(void *lock);

#endif
