// Random graphs of tasks: depth, dependences of all kinds, groups, detached, untied, prior, final
// and undeferred tasks, taskloops. Checked are the order between siblings, that waits wait for all
// they have to, and that tied tasks stay where they are. By hand: task_graphs GRAPHS SEED
// [THREADS].
//@ args: 150
//@ also: OMP_MAX_TASK_PRIORITY=4
//@ timeout: 150
//@ skip[gcc libgomp]: 12 returns from taskwait before an event is fulfilled
//@ skip[gcc libomp]: the version node of omp_fulfill_event is missing
//@ skip[clang libomp]: 19 ends with a failed assertion of its own (kmp_tasking.cpp)
#include <omp.h>
#include <pthread.h>

#include "check.h"
#include "random.h"
#include "watchdog.h"

enum { CELLS = 4, NONE = CELLS, BUDGET = 400, EVENTS = 64 };

enum kind { IN, OUT, INOUT, EXCLUSIVE, SET, KINDS };

/* The body, and the event of a detachable task: a task is complete when both have counted. */
enum { WHOLE = 2 };

static long graphs = 150, seed = 1;
static int size;
static volatile long *steps;

/* The tasks that a taskgroup waits for, those of groups inside it included. */
struct tally {
  struct tally *outer;
  long begun, done;
};

/* The data that siblings share. */
struct family {
  struct family *next;
  /* The addresses that they name. */
  char cells[CELLS + 1];
  /* Of each cell: who came before the last set of tasks that may run side by side, who is in it,
     and of what kind. */
  int before[CELLS + 1], in_set[CELLS + 1];
  enum kind last[CELLS + 1];
  int done[CELLS + 1], held[CELLS + 1];
  int generated, finished;
};

/* The work of a task. */
struct plan {
  struct family *family;
  struct tally *tally;
  struct random random;
  int depth, reads, uses, reads_after, uses_after, prior;
  enum kind kind;
  int deferred, final, tied, detached;
  int *ran;
};

static struct family *families;
static int budget;

static struct family *new_family(void) {
  struct family *family = calloc(1, sizeof *family);
  CHECK(family != NULL, "no memory");
  for (int cell = 0; cell <= CELLS; cell++)
    family->last[cell] = OUT;
  family->next = __atomic_load_n(&families, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n(&families, &family->next, family, 1, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
  }
  return family;
}

/* Events that wait for somebody to fulfil them. */
static struct {
  pthread_mutex_t lock;
  struct {
    omp_event_handle_t event;
    struct plan plan;
  } items[EVENTS];
  int count, over;
} events = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void complete(struct plan *plan) {
  struct family *family = plan->family;
  __atomic_add_fetch(&family->done[plan->reads], 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&family->done[plan->uses], 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&family->finished, 1, __ATOMIC_RELAXED);
  for (struct tally *tally = plan->tally; tally != NULL; tally = tally->outer)
    __atomic_add_fetch(&tally->done, 1, __ATOMIC_RELAXED);
}

/* Fulfils the event that has waited longest; false if there is none. */
static int fulfil_one(void) {
  pthread_mutex_lock(&events.lock);
  int some = events.count > 0;
  omp_event_handle_t event = 0;
  struct plan plan;
  if (some) {
    event = events.items[0].event;
    plan = events.items[0].plan;
    events.count--;
    memmove(&events.items[0], &events.items[1], sizeof events.items[0] * (size_t)events.count);
  }
  pthread_mutex_unlock(&events.lock);
  if (some) {
    complete(&plan);
    omp_fulfill_event(event);
  }
  return some;
}

static void hand_over(omp_event_handle_t event, const struct plan *plan) {
  for (;;) {
    pthread_mutex_lock(&events.lock);
    int room = events.count < EVENTS;
    if (room) {
      events.items[events.count].event = event;
      events.items[events.count++].plan = *plan;
    }
    pthread_mutex_unlock(&events.lock);
    if (room)
      return;
    fulfil_one();
  }
}

static void *fulfil_all(void *data) {
  (void)data;
  while (!__atomic_load_n(&events.over, __ATOMIC_ACQUIRE))
    if (!fulfil_one())
      usleep(20);
  return NULL;
}

static void grow(struct plan *parent);

static void check_before(const struct plan *plan) {
  struct family *family = plan->family;
  int reads = __atomic_load_n(&family->done[plan->reads], __ATOMIC_RELAXED);
  int uses = __atomic_load_n(&family->done[plan->uses], __ATOMIC_RELAXED);
  CHECK(plan->reads == NONE || reads >= WHOLE * plan->reads_after, "a reader came too early");
  CHECK(plan->uses == NONE || uses >= WHOLE * plan->uses_after, "a task of kind %d came too early", (int)plan->kind);
}

static void body(struct plan plan) {
  int thread = omp_get_thread_num();
  check_before(&plan);
  int alone = plan.uses != NONE && plan.kind == EXCLUSIVE;
  if (alone)
    CHECK_INT(__atomic_exchange_n(&plan.family->held[plan.uses], 1, __ATOMIC_RELAXED), 0);
  CHECK(!plan.final || omp_in_final(), "not final");
  grow(&plan);
  if (plan.tied)
    CHECK_INT(omp_get_thread_num(), thread);
  if (alone)
    __atomic_store_n(&plan.family->held[plan.uses], 0, __ATOMIC_RELAXED);
  if (plan.ran != NULL)
    *plan.ran = 1;
  complete(&plan);
  if (!plan.detached)
    complete(&plan);
}

/* Where a new task stands among those that name the cell; notes it there. */
static int place(struct family *family, int cell, enum kind kind) {
  if (cell == NONE)
    return 0;
  if (kind == INOUT)
    kind = OUT;
  if (kind != family->last[cell] || kind == OUT) {
    family->before[cell] += family->in_set[cell];
    family->in_set[cell] = 0;
    family->last[cell] = kind;
  }
  family->in_set[cell]++;
  return family->before[cell];
}

#define TEXT(text) #text
#define OMP(text) _Pragma(TEXT(omp text))
#define GENERATE(more)                                                                                                     \
  switch (plan.kind) {                                                                                                     \
  case IN:                                                                                                                 \
    OMP(task firstprivate(plan) depend(in : *read) depend(in : *use) more) body(plan);                                     \
    break;                                                                                                                 \
  case OUT:                                                                                                                \
    OMP(task firstprivate(plan) depend(in : *read) depend(out : *use) more) body(plan);                                    \
    break;                                                                                                                 \
  case EXCLUSIVE:                                                                                                          \
    OMP(task firstprivate(plan) depend(in : *read) depend(mutexinoutset : *use) more) body(plan);                          \
    break;                                                                                                                 \
  case SET:                                                                                                                \
    IN_SET(more)                                                                                                           \
    break;                                                                                                                 \
  default:                                                                                                                 \
    OMP(task firstprivate(plan) depend(in : *read) depend(inout : *use) more) body(plan);                                  \
  }
/* gcc 12 does not know the kind. */
#if defined __clang__ || __GNUC__ >= 13
#define IN_SET(more) OMP(task firstprivate(plan) depend(in : *read) depend(inoutset : *use) more) body(plan);
enum { SETS = 1 };
#else
#define IN_SET(more)
enum { SETS = 0 };
#endif

static void generate(struct plan *parent, struct family *family, struct tally *tally) {
  struct random *random = &parent->random;
  int ran = 0, in_final = omp_in_final();
  struct plan plan = {
      .family = family,
      .tally = tally,
      .random = random_from(random_below(random, 1u << 30)),
      .depth = parent->depth - 1,
      .reads = (int)random_below(random, CELLS + 1),
      .uses = (int)random_below(random, CELLS + 1),
      .kind = (enum kind)random_below(random, SETS ? KINDS : SET),
      .deferred = random_below(random, 8) != 0,
      .final = random_below(random, 16) == 0,
      .prior = (int)random_below(random, 5),
  };
  unsigned form = random_below(random, 8);
  plan.tied = form >= 2;
  plan.detached = form == 7 && plan.deferred && !plan.final && !in_final;
  if (plan.reads == plan.uses)
    plan.reads = NONE;
  int at_once = !plan.deferred || in_final;
  if (at_once)
    plan.ran = &ran;
  plan.reads_after = place(family, plan.reads, IN);
  plan.uses_after = place(family, plan.uses, plan.kind);
  family->generated++;
  for (struct tally *each = tally; each != NULL; each = each->outer)
    __atomic_add_fetch(&each->begun, 1, __ATOMIC_RELAXED);
  char alone[2], *read = plan.reads == NONE ? &alone[0] : &family->cells[plan.reads],
                 *use = plan.uses == NONE ? &alone[1] : &family->cells[plan.uses];
  int prior = plan.prior;
  if (plan.detached) {
    omp_event_handle_t event = 0;
    GENERATE(detach(event))
    hand_over(event, &plan);
  } else if (form < 2) {
    GENERATE(untied if (plan.deferred) final(plan.final) priority(prior))
  } else {
    GENERATE(if (plan.deferred) final(plan.final) priority(prior))
  }
  if (at_once)
    CHECK_INT(ran, 1);
}

static void loop(struct plan *parent) {
  int sum = 0, trips = 1 + (int)random_below(&parent->random, 20);
  if (random_below(&parent->random, 2) != 0) {
#pragma omp taskloop grainsize(3) shared(sum)
    for (int i = 1; i <= trips; i++)
      __atomic_add_fetch(&sum, i, __ATOMIC_RELAXED);
  } else {
#pragma omp taskloop num_tasks(4) untied shared(sum)
    for (int i = 1; i <= trips; i++) {
#pragma omp task shared(sum)
      __atomic_add_fetch(&sum, i, __ATOMIC_RELAXED);
    }
  }
  CHECK_INT(sum, trips * (trips + 1) / 2);
}

static void some(struct plan *parent, struct family *family, struct tally *tally) {
  int children = (int)random_below(&parent->random, 7);
  while (children-- > 0 && __atomic_sub_fetch(&budget, 1, __ATOMIC_RELAXED) > 0)
    generate(parent, family, tally);
}

/* The body of a task. */
static void grow(struct plan *parent) {
  if (parent->depth == 0)
    return;
  struct random *random = &parent->random;
  struct family *family = new_family();
  for (unsigned parts = 1 + random_below(random, 3); parts > 0; parts--) {
    __atomic_add_fetch(steps, 1, __ATOMIC_RELAXED);
    some(parent, family, parent->tally);
    switch (random_below(random, 7)) {
    case 0:
    case 1: {
#pragma omp taskwait
      CHECK_INT(__atomic_load_n(&family->finished, __ATOMIC_RELAXED), WHOLE * family->generated);
      break;
    }
    case 2: {
      struct tally tally = {.outer = parent->tally};
#pragma omp taskgroup
      {
        some(parent, family, &tally);
        if (random_below(random, 3) == 0)
          loop(parent);
      }
      CHECK_INT(tally.done, WHOLE * tally.begun);
      break;
    }
    case 3: {
#pragma omp taskyield
      break;
    }
    case 4:
      loop(parent);
      break;
    case 5: {
      int cell = (int)random_below(random, CELLS), before = place(family, cell, OUT);
      char *use = &family->cells[cell];
      /* It counts among those that come later as what is complete at once. */
#pragma omp taskwait depend(inout : *use)
      CHECK(__atomic_load_n(&family->done[cell], __ATOMIC_RELAXED) >= WHOLE * before, "taskwait depend was too short");
      __atomic_add_fetch(&family->done[cell], WHOLE, __ATOMIC_RELAXED);
      break;
    }
    default:
      break;
    }
  }
}

static void graph(long number, int threads) {
  struct random random = random_from((uint64_t)(seed * 1000003 + number));
  int several = random_below(&random, 3) == 0;
  struct tally all = {0};
  budget = BUDGET;
#pragma omp parallel num_threads(threads) firstprivate(random)
  {
    random.state += (uint64_t)omp_get_thread_num();
    if (several || omp_get_thread_num() == 0) {
      struct plan root = {.tally = &all, .random = random, .depth = 4, .tied = 1};
      grow(&root);
    }
    if (random_below(&random, 2) != 0)
      fulfil_one();
  }
  CHECK_INT(all.done, WHOLE * all.begun);
  while (families != NULL) {
    struct family *next = families->next;
    CHECK_INT(families->finished, WHOLE * families->generated);
    free(families);
    families = next;
  }
}

static int storm(volatile long *progress) {
  steps = progress;
  pthread_t fulfiller;
  CHECK(pthread_create(&fulfiller, NULL, fulfil_all, NULL) == 0, "no thread");
  static const int sizes[] = {1, 2, 3, 4, 8};
  for (long number = 0; number < graphs && check_failures == 0; number++)
    graph(number, size != 0 ? size : number % 25 == 24 ? 32 : sizes[number % 5]);
  __atomic_store_n(&events.over, 1, __ATOMIC_RELEASE);
  pthread_join(fulfiller, NULL);
  return check_done();
}

int main(int argc, char **argv) {
  if (argc > 1)
    graphs = atol(argv[1]);
  if (argc > 2)
    seed = atol(argv[2]);
  if (argc > 3)
    size = atoi(argv[3]);
  return watched(storm);
}
