// Threadprivate objects: each thread's is constructed before its first use, copyin assigns, and
// they are destroyed.
#include <omp.h>

#include "check.h"

static int constructed, destroyed;

struct Object {
  int value;
  Object *self;
  Object() : value(42), self(this) { __atomic_add_fetch(&constructed, 1, __ATOMIC_RELAXED); }
  Object(const Object &other) : value(other.value), self(this) { __atomic_add_fetch(&constructed, 1, __ATOMIC_RELAXED); }
  Object &operator=(const Object &other) {
    CHECK(self == this, "assigned to an object that was not constructed");
    value = other.value;
    return *this;
  }
  ~Object() {
    CHECK(self == this, "destroyed an object that was not constructed");
    __atomic_add_fetch(&destroyed, 1, __ATOMIC_RELAXED);
  }
};

extern Object object;
#pragma omp threadprivate(object)
Object object;

int main() {
#pragma omp parallel num_threads(4)
  {
    CHECK(object.self == &object, "thread %d's object was not constructed", omp_get_thread_num());
    CHECK_INT(object.value, 42);
    object.value = omp_get_thread_num();
  }
  CHECK_INT(constructed, 4);
#pragma omp parallel num_threads(4)
  CHECK_INT(object.value, omp_get_thread_num());
  object.value = 7;
#pragma omp parallel num_threads(4) copyin(object)
  CHECK_INT(object.value, 7);
  CHECK_INT(constructed, 4);
  // Private forms of a class: constructed and destroyed in each thread.
  int before = constructed;
  Object local;
#pragma omp parallel num_threads(4) firstprivate(local)
  CHECK_INT(local.value, 42);
  CHECK_INT(constructed - before, 5);
  CHECK_INT(destroyed, 4);
  return check_done();
}
