// The profiling interface: which events happen on the host, in which order, and who hears of them.
//@ flags: -fopenacc
//@ skip[clang]: has no openacc.h
//@ skip[libomp]: knows no OpenACC
#include <acc_prof.h>
#include <pthread.h>
#include <stdarg.h>

#include "check.h"

static char heard[2000];
static char token;

static void note(const char *format, ...) {
  size_t length = strlen(heard);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(heard + length, sizeof heard - length, format, arguments);
  va_end(arguments);
}

// Event, construct, whether implicit, type of device, queue.
static void first(acc_prof_info *info, acc_event_info *event, acc_api_info *api) {
  acc_other_event_info *other = &event->other_event;
  note("%d:%d%s.%d@%ld ", info->event_type, other->parent_construct, other->implicit ? "i" : "", info->device_type,
       info->async);
  CHECK_INT(other->event_type, info->event_type);
  CHECK_INT(info->valid_bytes, _ACC_PROF_INFO_VALID_BYTES);
  CHECK_INT(other->valid_bytes, _ACC_OTHER_EVENT_INFO_VALID_BYTES);
  CHECK_INT(api->valid_bytes, _ACC_API_INFO_VALID_BYTES);
  CHECK_INT(info->version, _ACC_PROF_INFO_VERSION);
  CHECK_INT(api->device_type, info->device_type);
  int is_end = info->event_type == acc_ev_device_init_end ||
               (info->event_type >= acc_ev_enter_data_start && info->event_type % 2 == 1);
  CHECK(other->tool_info == (is_end ? &token : NULL), "event %d has another tool_info", info->event_type);
  other->tool_info = &token;
}

static void second(acc_prof_info *info, acc_event_info *event, acc_api_info *api) { note("second "); }

static void expect(const char *wanted, int line) {
  CHECK(strcmp(heard, wanted) == 0, "line %d: heard '%s', not '%s'", line, heard, wanted);
  heard[0] = 0;
}
#define EXPECT(wanted) expect(wanted, __LINE__)

static void region(void) {
  int x = 0;
#pragma acc parallel copy(x)
  x++;
}

static void *other_thread(void *unused) {
  region();
  return unused;
}

static void constructs(int no) {
  int x = 0, y[2];
  region();
  EXPECT("1:0i.1@-2 2:0i.1@-2 16:0.2@-2 17:0.2@-2 ");
#pragma acc kernels copy(x) async(4)
  x++;
#pragma acc serial copy(x) if (no)
  x++;
  EXPECT("16:0.2@-2 17:0.2@-2 16:0.2@-2 17:0.2@-2 ");
#pragma acc data copy(x)
  EXPECT("10:3.2@-2 11:3.2@-2 ");
  EXPECT("12:3.2@-2 13:3.2@-2 ");
#pragma acc host_data use_device(y)
  {
    (void)y;
    EXPECT("10:6.2@-2 11:6.2@-2 ");
  }
  EXPECT("12:3.2@-2 13:3.2@-2 ");
#pragma acc enter data copyin(x) async(2)
  EXPECT("10:4.2@2 11:4.2@2 ");
#pragma acc update self(x) async
  EXPECT("14:12.2@-1 15:12.2@-1 ");
#pragma acc exit data copyout(x)
  EXPECT("12:5.2@-2 13:5.2@-2 ");
#pragma acc wait
  acc_wait_all();
  acc_copyin(&x, sizeof x);
  EXPECT("");
  acc_shutdown(acc_device_host);
  acc_init(acc_device_host);
  EXPECT("1:15.2@-2 2:15.2@-2 ");
}

static void listeners(void) {
  for (int event = acc_ev_none + 1; event < acc_ev_last; event++)
    acc_prof_unregister(event, first, acc_reg);
  region();
  EXPECT("");
  acc_prof_register(acc_ev_compute_construct_start, first, acc_reg);
  acc_prof_register(acc_ev_compute_construct_start, second, acc_reg);
  acc_prof_register(acc_ev_compute_construct_start, second, acc_reg);
  region();
  EXPECT("16:0.2@-2 second ");
  acc_prof_unregister(acc_ev_compute_construct_start, first, acc_toggle);
  acc_prof_unregister(acc_ev_compute_construct_start, second, acc_reg);
  region();
  EXPECT("second ");
  acc_prof_unregister(acc_ev_none, NULL, acc_toggle_per_thread);
  region();
  EXPECT("");
  pthread_t thread;
  pthread_create(&thread, NULL, other_thread, NULL);
  pthread_join(thread, NULL);
  EXPECT("second ");
  acc_prof_register(acc_ev_none, NULL, acc_toggle_per_thread);
  acc_prof_unregister(acc_ev_compute_construct_start, NULL, acc_toggle);
  region();
  EXPECT("");
  acc_prof_register(acc_ev_compute_construct_start, NULL, acc_toggle);
  acc_prof_register(acc_ev_compute_construct_start, first, acc_toggle);
  region();
  EXPECT("16:0.2@-2 second ");

  // Nonsense is ignored.
  acc_prof_register(0, first, acc_reg);
  acc_prof_register(99, first, acc_reg);
  acc_prof_register(acc_ev_compute_construct_start, first, 77);
  acc_prof_unregister(acc_ev_update_end, second, acc_reg);
  acc_prof_register(acc_ev_update_start, first, acc_toggle_per_thread);
  CHECK(acc_prof_lookup("anything") == NULL, "there is something to look up");
  region();
  EXPECT("16:0.2@-2 second ");
}

int main(void) {
  for (int event = acc_ev_none + 1; event < acc_ev_last; event++)
    acc_prof_register(event, first, acc_reg);
  constructs(0);
  listeners();
  return check_done();
}
