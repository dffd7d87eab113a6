/* Functions that programs call for OpenACC, with the forms that gfortran calls. A comment above
   declarations says where they are specified. */

// gfortran's description of an array of unknown rank.
typedef struct gfc_array gfc_array_t;

// OpenACC 2.6, 3.2.1
int acc_get_num_devices(acc_device_t device);
int acc_get_num_devices_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.2
void acc_set_device_type(acc_device_t device);
void acc_set_device_type_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.3
acc_device_t acc_get_device_type(void);
acc_device_t acc_get_device_type_h_(void);

// OpenACC 2.6, 3.2.4
void acc_set_device_num(int number, acc_device_t device);
void acc_set_device_num_h_(const int *number, const acc_device_t *device_type);

// OpenACC 2.6, 3.2.5
int acc_get_device_num(acc_device_t device);
int acc_get_device_num_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.6
size_t acc_get_property(int number, acc_device_t device, acc_device_property_t wanted);
size_t acc_get_property_h_(int number, acc_device_t device_type, acc_device_property_t property);
const char *acc_get_property_string(int number, acc_device_t device, acc_device_property_t wanted);
void acc_get_property_string_h_(int number, acc_device_t device_type,
    acc_device_property_t property, char *text, size_t length);

// OpenACC 2.6, 3.2.7
void acc_init(acc_device_t device);
void acc_init_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.8
void acc_shutdown(acc_device_t device);
void acc_shutdown_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.9
int acc_async_test(int queue);
int acc_async_test_h_(const int *which);

// OpenACC 2.6, 3.2.10
int acc_async_test_all(void);
int acc_async_test_all_h_(void);

// OpenACC 2.6, 3.2.11
void acc_wait(int queue);
void acc_wait_h_(const int *which);
void acc_async_wait(int queue);

// OpenACC 2.6, 3.2.12
void acc_wait_async(int queue, int waiting);
void acc_wait_async_h_(const int *which, const int *waiting);

// OpenACC 2.6, 3.2.13
void acc_wait_all(void);
void acc_wait_all_h_(void);
void acc_async_wait_all(void);

// OpenACC 2.6, 3.2.14
void acc_wait_all_async(int waiting);
void acc_wait_all_async_h_(const int *waiting);

// OpenACC 2.6, 3.2.17
int acc_on_device(acc_device_t device);
int acc_on_device_h_(const acc_device_t *device_type);

// OpenACC 2.6, 3.2.18
void *acc_malloc(size_t bytes);

// OpenACC 2.6, 3.2.19
void acc_free(void *memory);

// OpenACC 2.6, 3.2.20
void *acc_copyin(void *data, size_t bytes);
void acc_copyin_async(void *data, size_t bytes, int queue);
void acc_copyin_32_h_(void *data, const int *bytes);
void acc_copyin_64_h_(void *data, const int64_t *bytes);
void acc_copyin_array_h_(const gfc_array_t *array);
void acc_copyin_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_copyin_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_copyin_async_array_h_(const gfc_array_t *array, const int *queue);
void *acc_present_or_copyin(void *data, size_t bytes);
void acc_present_or_copyin_32_h_(void *data, const int *bytes);
void acc_present_or_copyin_64_h_(void *data, const int64_t *bytes);
void acc_present_or_copyin_array_h_(const gfc_array_t *array);
void *acc_pcopyin(void *data, size_t bytes);

// OpenACC 2.6, 3.2.21
void *acc_create(void *data, size_t bytes);
void acc_create_async(void *data, size_t bytes, int queue);
void acc_create_32_h_(void *data, const int *bytes);
void acc_create_64_h_(void *data, const int64_t *bytes);
void acc_create_array_h_(const gfc_array_t *array);
void acc_create_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_create_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_create_async_array_h_(const gfc_array_t *array, const int *queue);
void *acc_present_or_create(void *data, size_t bytes);
void acc_present_or_create_32_h_(void *data, const int *bytes);
void acc_present_or_create_64_h_(void *data, const int64_t *bytes);
void acc_present_or_create_array_h_(const gfc_array_t *array);
void *acc_pcreate(void *data, size_t bytes);

// OpenACC 2.6, 3.2.22
void acc_copyout(void *data, size_t bytes);
void acc_copyout_async(void *data, size_t bytes, int queue);
void acc_copyout_32_h_(void *data, const int *bytes);
void acc_copyout_64_h_(void *data, const int64_t *bytes);
void acc_copyout_array_h_(const gfc_array_t *array);
void acc_copyout_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_copyout_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_copyout_async_array_h_(const gfc_array_t *array, const int *queue);
void acc_copyout_finalize(void *data, size_t bytes);
void acc_copyout_finalize_async(void *data, size_t bytes, int queue);
void acc_copyout_finalize_32_h_(void *data, const int *bytes);
void acc_copyout_finalize_64_h_(void *data, const int64_t *bytes);
void acc_copyout_finalize_array_h_(const gfc_array_t *array);
void acc_copyout_finalize_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_copyout_finalize_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_copyout_finalize_async_array_h_(const gfc_array_t *array, const int *queue);

// OpenACC 2.6, 3.2.23
void acc_delete(void *data, size_t bytes);
void acc_delete_async(void *data, size_t bytes, int queue);
void acc_delete_32_h_(void *data, const int *bytes);
void acc_delete_64_h_(void *data, const int64_t *bytes);
void acc_delete_array_h_(const gfc_array_t *array);
void acc_delete_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_delete_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_delete_async_array_h_(const gfc_array_t *array, const int *queue);
void acc_delete_finalize(void *data, size_t bytes);
void acc_delete_finalize_async(void *data, size_t bytes, int queue);
void acc_delete_finalize_32_h_(void *data, const int *bytes);
void acc_delete_finalize_64_h_(void *data, const int64_t *bytes);
void acc_delete_finalize_array_h_(const gfc_array_t *array);
void acc_delete_finalize_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_delete_finalize_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_delete_finalize_async_array_h_(const gfc_array_t *array, const int *queue);

// OpenACC 2.6, 3.2.24
void acc_update_device(void *data, size_t bytes);
void acc_update_device_async(void *data, size_t bytes, int queue);
void acc_update_device_32_h_(void *data, const int *bytes);
void acc_update_device_64_h_(void *data, const int64_t *bytes);
void acc_update_device_array_h_(const gfc_array_t *array);
void acc_update_device_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_update_device_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_update_device_async_array_h_(const gfc_array_t *array, const int *queue);

// OpenACC 2.6, 3.2.25
void acc_update_self(void *data, size_t bytes);
void acc_update_self_async(void *data, size_t bytes, int queue);
void acc_update_self_32_h_(void *data, const int *bytes);
void acc_update_self_64_h_(void *data, const int64_t *bytes);
void acc_update_self_array_h_(const gfc_array_t *array);
void acc_update_self_async_32_h_(void *data, const int *bytes, const int *queue);
void acc_update_self_async_64_h_(void *data, const int64_t *bytes, const int *queue);
void acc_update_self_async_array_h_(const gfc_array_t *array, const int *queue);

// OpenACC 2.6, 3.2.26
void acc_map_data(void *host, void *on_device, size_t bytes);

// OpenACC 2.6, 3.2.27
void acc_unmap_data(void *host);

// OpenACC 2.6, 3.2.28
void *acc_deviceptr(void *data);

// OpenACC 2.6, 3.2.29
void *acc_hostptr(void *data);

// OpenACC 2.6, 3.2.30
int acc_is_present(void *data, size_t bytes);
int acc_is_present_32_h_(void *data, const int *bytes);
int acc_is_present_64_h_(void *data, const int64_t *bytes);
int acc_is_present_array_h_(const gfc_array_t *array);

// OpenACC 2.6, 3.2.31
void acc_memcpy_to_device(void *to, void *from, size_t bytes);
void acc_memcpy_to_device_async(void *to, void *from, size_t bytes, int queue);

// OpenACC 2.6, 3.2.32
void acc_memcpy_from_device(void *to, void *from, size_t bytes);
void acc_memcpy_from_device_async(void *to, void *from, size_t bytes, int queue);

// OpenACC 2.6, 3.2.33
void acc_memcpy_device(void *to, void *from, size_t bytes);
void acc_memcpy_device_async(void *to, void *from, size_t bytes, int queue);

// OpenACC 2.6, 3.2.34
void acc_attach(void **pointer);
void acc_attach_async(void **pointer, int queue);

// OpenACC 2.6, 3.2.35
void acc_detach(void **pointer);
void acc_detach_async(void **pointer, int queue);
void acc_detach_finalize(void **pointer);
void acc_detach_finalize_async(void **pointer, int queue);

// OpenACC 2.6, 5.3
acc_query_fn acc_prof_lookup(const char *name);
void acc_register_library(acc_prof_reg reg, acc_prof_reg unreg, acc_prof_lookup_func lookup);

// OpenACC 2.6, 5.4
void acc_prof_register(acc_event_t event, acc_prof_callback callback, acc_register_t how);
void acc_prof_unregister(acc_event_t event, acc_prof_callback callback, acc_register_t how);

// OpenACC 2.6, A.2.1.1
void *acc_get_current_cuda_device(void);

// OpenACC 2.6, A.2.1.2
void *acc_get_current_cuda_context(void);

// OpenACC 2.6, A.2.1.3
void *acc_get_cuda_stream(int queue);

// OpenACC 2.6, A.2.1.4
int acc_set_cuda_stream(int queue, void *stream);
