// firstprivate objects of a class in tasks: copied when the task is generated, destroyed once,
// whoever runs the task and whether it is deferred, undeferred, untied, final or in a taskloop.
//@ skip[gcc libomp]: moves a copy in memory instead of calling the constructor
#include <omp.h>
#include <unistd.h>

#include <vector>

#include "check.h"

static int alive, copies;

struct Traced {
  std::vector<int> data;
  const Traced *self;
  explicit Traced(int value = 0) : data(100, value), self(this) { count(1, 0); }
  Traced(const Traced &other) : data(other.data), self(this) {
    CHECK(other.self == &other, "copied from an object that is not there");
    count(1, 1);
  }
  ~Traced() {
    CHECK(self == this, "destroyed where it was not constructed");
    self = nullptr;
    count(-1, 0);
  }
  Traced &operator=(const Traced &other) {
    data = other.data;
    return *this;
  }
  static void count(int life, int copy) {
#pragma omp atomic
    alive += life;
#pragma omp atomic
    copies += copy;
  }
  int value() const { return self == this ? data[99] : -1; }
};

static void deferred() {
  for (int i = 0; i < 50; i++) {
    Traced object(i);
#pragma omp task firstprivate(object, i)
    {
      usleep(10);
      CHECK_INT(object.value(), i);
      object.data[99] = -5;
    }
    object.data[99] = -7;
  }
#pragma omp taskwait
}

static void others() {
  Traced object(3);
#pragma omp task firstprivate(object) if (0)
  CHECK_INT(object.value(), 3);
#pragma omp task firstprivate(object) untied
  {
#pragma omp taskyield
    CHECK_INT(object.value(), 3);
#pragma omp task firstprivate(object) final(1)
    {
#pragma omp task firstprivate(object)
      CHECK_INT(object.value(), 3);
    }
#pragma omp taskwait
  }
  int x = 0;
#pragma omp task firstprivate(object) depend(out : x) shared(x)
  x = object.value();
#pragma omp task firstprivate(object) depend(in : x) shared(x)
  CHECK_INT(x, object.value());
#pragma omp taskwait
}

static void loops() {
  Traced object(3), last(0);
  int before, after;
#pragma omp atomic read
  before = copies;
#pragma omp taskloop firstprivate(object) lastprivate(last) num_tasks(5)
  for (int i = 0; i < 50; i++) {
    CHECK_INT(object.value(), 3);
    object.data[0] = i;
    last.data[99] = i;
  }
#pragma omp atomic read
  after = copies;
  CHECK_INT(last.value(), 49);
  CHECK(after - before >= 5, "%d copies for 5 tasks", after - before);
}

int main() {
  for (int threads = 1; threads <= 4; threads++) {
#pragma omp parallel num_threads(threads)
#pragma omp single
    {
      deferred();
      others();
      loops();
    }
    CHECK_INT(alive, 0);
#pragma omp parallel num_threads(threads)
    {
      deferred();
      others();
    }
    CHECK_INT(alive, 0);
  }
  deferred();
  others();
  loops();
  CHECK_INT(alive, 0);
  return check_done();
}
