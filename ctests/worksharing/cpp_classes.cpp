// Class types in clauses, and loops over iterators: constructors, assignments and destructors
// balance.
#include <algorithm>
#include <string>
#include <vector>

#include <omp.h>

#include "check.h"

struct Text {
  static int alive;
  std::string value;
  Text() : value("new") { __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED); }
  explicit Text(const char *text) : value(text) { __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED); }
  Text(const Text &other) : value(other.value) { __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED); }
  Text &operator=(const Text &) = default;
  ~Text() { __atomic_sub_fetch(&alive, 1, __ATOMIC_RELAXED); }
};
int Text::alive;

#pragma omp declare reduction(longest : std::string : omp_out = omp_in.size() > omp_out.size() ? omp_in : omp_out)     \
    initializer(omp_priv = std::string())
#pragma omp declare reduction(append : std::vector<int> : omp_out.insert(omp_out.end(), omp_in.begin(), omp_in.end()))

int main() {
  {
    Text first("first"), last("none"), handed("none"), plain("outer");
#pragma omp parallel num_threads(4) firstprivate(first) private(plain)
    {
      CHECK(first.value == "first", "firstprivate is %s", first.value.c_str());
      CHECK(plain.value == "new", "private is %s", plain.value.c_str());
      first.value += std::to_string(omp_get_thread_num());
#pragma omp for lastprivate(last) schedule(dynamic)
      for (int i = 0; i < 50; i++)
        last.value = "iteration " + std::to_string(i);
      CHECK(last.value == "iteration 49", "lastprivate is %s", last.value.c_str());
      Text mine("mine");
#pragma omp single copyprivate(mine)
      mine.value = "handed to all";
      CHECK(mine.value == "handed to all", "copyprivate is %s", mine.value.c_str());
    }
    CHECK(first.value == "first" && plain.value == "outer", "outer values changed");
  }
  CHECK_INT(Text::alive, 0);

  std::vector<int> numbers(1000), gathered;
  for (int i = 0; i < 1000; i++)
    numbers[i] = i;
  long sum = 0;
  std::string longest;
#pragma omp parallel for num_threads(4) reduction(+ : sum) reduction(append : gathered) reduction(longest : longest)   \
    schedule(guided)
  for (auto it = numbers.begin(); it < numbers.end(); ++it) {
    sum += *it;
    gathered.push_back(*it);
    if (std::string(*it % 20, 'x').size() > longest.size())
      longest = std::string(*it % 20, 'x');
  }
  std::sort(gathered.begin(), gathered.end());
  CHECK_INT(sum, 499500);
  CHECK(gathered == numbers, "%zu numbers gathered", gathered.size());
  CHECK_INT(longest.size(), 19);
  sum = 0;
#pragma omp parallel for num_threads(3) reduction(+ : sum) schedule(static, 10)
  for (int number : numbers)
    sum += number;
  CHECK_INT(sum, 499500);
  return check_done();
}
