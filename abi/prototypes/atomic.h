/* The `atomic` construct as Intel's compilers call it, and libatomic's functions under Intel's
   names. */

// Emitted by Intel's compilers for `atomic` (OpenMP 5.2, 15.8.4)
void __kmpc_atomic_1(ident_t *location, int gtid, unsigned char *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_2(ident_t *location, int gtid, unsigned short *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_4(ident_t *location, int gtid, unsigned *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_8(ident_t *location, int gtid, uint64_t *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_10(ident_t *location, int gtid, void *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_16(ident_t *location, int gtid, void *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_20(ident_t *location, int gtid, void *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_32(ident_t *location, int gtid, void *at, const void *e,
    void (*f)(void *, const void *, const void *));
void __kmpc_atomic_start(void);
void __kmpc_atomic_end(void);
bool __kmpc_atomic_bool_1_cas(ident_t *location, int gtid, signed char *at, signed char e, signed char d);
bool __kmpc_atomic_bool_2_cas(ident_t *location, int gtid, short *at, short e, short d);
bool __kmpc_atomic_bool_4_cas(ident_t *location, int gtid, int *at, int e, int d);
bool __kmpc_atomic_bool_8_cas(ident_t *location, int gtid, int64_t *at, int64_t e, int64_t d);
bool __kmpc_atomic_bool_1_cas_cpt(ident_t *location, int gtid, signed char *at, signed char e, signed char d, signed char *to);
bool __kmpc_atomic_bool_2_cas_cpt(ident_t *location, int gtid, short *at, short e, short d,
    short *to);
bool __kmpc_atomic_bool_4_cas_cpt(ident_t *location, int gtid, int *at, int e, int d, int *to);
bool __kmpc_atomic_bool_8_cas_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int64_t d,
    int64_t *to);
signed char __kmpc_atomic_val_1_cas(ident_t *location, int gtid, signed char *at, signed char e, signed char d);
short __kmpc_atomic_val_2_cas(ident_t *location, int gtid, short *at, short e, short d);
int __kmpc_atomic_val_4_cas(ident_t *location, int gtid, int *at, int e, int d);
int64_t __kmpc_atomic_val_8_cas(ident_t *location, int gtid, int64_t *at, int64_t e, int64_t d);
signed char __kmpc_atomic_val_1_cas_cpt(ident_t *location, int gtid, signed char *at, signed char e, signed char d, signed char *to);
short __kmpc_atomic_val_2_cas_cpt(ident_t *location, int gtid, short *at, short e, short d,
    short *to);
int __kmpc_atomic_val_4_cas_cpt(ident_t *location, int gtid, int *at, int e, int d, int *to);
int64_t __kmpc_atomic_val_8_cas_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int64_t d,
    int64_t *to);
void __kmpc_atomic_cmplx4_add(ident_t *location, int gtid, float _Complex *at, float _Complex e);
void __kmpc_atomic_cmplx4_add_cpt(ident_t *location, int gtid, float _Complex *at, float _Complex e,
    float _Complex *to, int flag);
void __kmpc_atomic_cmplx4_sub(ident_t *location, int gtid, float _Complex *at, float _Complex e);
void __kmpc_atomic_cmplx4_sub_cpt(ident_t *location, int gtid, float _Complex *at, float _Complex e,
    float _Complex *to, int flag);
void __kmpc_atomic_cmplx4_sub_rev(ident_t *location, int gtid, float _Complex *at,
    float _Complex e);
void __kmpc_atomic_cmplx4_sub_cpt_rev(ident_t *location, int gtid, float _Complex *at,
    float _Complex e, float _Complex *to, int flag);
void __kmpc_atomic_cmplx4_mul(ident_t *location, int gtid, float _Complex *at, float _Complex e);
void __kmpc_atomic_cmplx4_mul_cpt(ident_t *location, int gtid, float _Complex *at, float _Complex e,
    float _Complex *to, int flag);
void __kmpc_atomic_cmplx4_div(ident_t *location, int gtid, float _Complex *at, float _Complex e);
void __kmpc_atomic_cmplx4_div_cpt(ident_t *location, int gtid, float _Complex *at, float _Complex e,
    float _Complex *to, int flag);
void __kmpc_atomic_cmplx4_div_rev(ident_t *location, int gtid, float _Complex *at,
    float _Complex e);
void __kmpc_atomic_cmplx4_div_cpt_rev(ident_t *location, int gtid, float _Complex *at,
    float _Complex e, float _Complex *to, int flag);
float _Complex __kmpc_atomic_cmplx4_rd(ident_t *location, int gtid, float _Complex *at);
void __kmpc_atomic_cmplx4_wr(ident_t *location, int gtid, float _Complex *at, float _Complex e);
void __kmpc_atomic_cmplx4_swp(ident_t *location, int gtid, float _Complex *at, float _Complex e,
    float _Complex *to);
void __kmpc_atomic_cmplx8_add(ident_t *location, int gtid, double _Complex *at, double _Complex e);
double _Complex __kmpc_atomic_cmplx8_add_cpt(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
void __kmpc_atomic_cmplx8_sub(ident_t *location, int gtid, double _Complex *at, double _Complex e);
double _Complex __kmpc_atomic_cmplx8_sub_cpt(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
void __kmpc_atomic_cmplx8_sub_rev(ident_t *location, int gtid, double _Complex *at,
    double _Complex e);
double _Complex __kmpc_atomic_cmplx8_sub_cpt_rev(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
void __kmpc_atomic_cmplx8_mul(ident_t *location, int gtid, double _Complex *at, double _Complex e);
double _Complex __kmpc_atomic_cmplx8_mul_cpt(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
void __kmpc_atomic_cmplx8_div(ident_t *location, int gtid, double _Complex *at, double _Complex e);
double _Complex __kmpc_atomic_cmplx8_div_cpt(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
void __kmpc_atomic_cmplx8_div_rev(ident_t *location, int gtid, double _Complex *at,
    double _Complex e);
double _Complex __kmpc_atomic_cmplx8_div_cpt_rev(ident_t *location, int gtid, double _Complex *at,
    double _Complex e, int flag);
double _Complex __kmpc_atomic_cmplx8_rd(ident_t *location, int gtid, double _Complex *at);
void __kmpc_atomic_cmplx8_wr(ident_t *location, int gtid, double _Complex *at, double _Complex e);
double _Complex __kmpc_atomic_cmplx8_swp(ident_t *location, int gtid, double _Complex *at,
    double _Complex e);
void __kmpc_atomic_float10_add(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_add_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_add_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_add_cpt_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_sub(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_sub_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_sub_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_sub_cpt_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_sub_rev(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_sub_rev_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_sub_cpt_rev(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_sub_cpt_rev_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_mul(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_mul_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_mul_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_mul_cpt_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_div(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_div_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_div_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_div_cpt_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_div_rev(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_float10_div_rev_fp(ident_t *location, int gtid, long double *at, _Float128 e);
long double __kmpc_atomic_float10_div_cpt_rev(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_div_cpt_rev_fp(ident_t *location, int gtid, long double *at,
    _Float128 e, int flag);
void __kmpc_atomic_float10_min(ident_t *location, int gtid, long double *at, long double e);
long double __kmpc_atomic_float10_min_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
void __kmpc_atomic_float10_max(ident_t *location, int gtid, long double *at, long double e);
long double __kmpc_atomic_float10_max_cpt(ident_t *location, int gtid, long double *at,
    long double e, int flag);
long double __kmpc_atomic_float10_rd(ident_t *location, int gtid, long double *at);
void __kmpc_atomic_float10_wr(ident_t *location, int gtid, long double *at, long double e);
long double __kmpc_atomic_float10_swp(ident_t *location, int gtid, long double *at, long double e);
void __kmpc_atomic_cmplx10_add(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_add_cpt(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
void __kmpc_atomic_cmplx10_sub(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_sub_cpt(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
void __kmpc_atomic_cmplx10_sub_rev(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_sub_cpt_rev(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
void __kmpc_atomic_cmplx10_mul(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_mul_cpt(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
void __kmpc_atomic_cmplx10_div(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_div_cpt(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
void __kmpc_atomic_cmplx10_div_rev(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_div_cpt_rev(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e, int flag);
long double _Complex __kmpc_atomic_cmplx10_rd(ident_t *location, int gtid,
    long double _Complex *at);
void __kmpc_atomic_cmplx10_wr(ident_t *location, int gtid, long double _Complex *at,
    long double _Complex e);
long double _Complex __kmpc_atomic_cmplx10_swp(ident_t *location, int gtid,
    long double _Complex *at, long double _Complex e);
void __kmpc_atomic_fixed1_add(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_add_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_sub(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_sub_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_sub_rev(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_sub_cpt_rev(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_mul(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_mul_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_div(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_div_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_div_rev(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_div_cpt_rev(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_andb(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_andb_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_orb(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_orb_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_xor(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_xor_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_neqv(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_neqv_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_eqv(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_eqv_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_andl(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_andl_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_orl(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_orl_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_shl(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_shl_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_shl_rev(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_shl_cpt_rev(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_shr(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_shr_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_shr_rev(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_shr_cpt_rev(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_min(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_min_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
void __kmpc_atomic_fixed1_max(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_max_cpt(ident_t *location, int gtid, signed char *at, signed char e, int flag);
signed char __kmpc_atomic_fixed1_rd(ident_t *location, int gtid, signed char *at);
void __kmpc_atomic_fixed1_wr(ident_t *location, int gtid, signed char *at, signed char e);
signed char __kmpc_atomic_fixed1_swp(ident_t *location, int gtid, signed char *at, signed char e);
void __kmpc_atomic_fixed2_add(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_add_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_sub(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_sub_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_sub_rev(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_sub_cpt_rev(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_mul(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_mul_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_div(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_div_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_div_rev(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_div_cpt_rev(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_andb(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_andb_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_orb(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_orb_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_xor(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_xor_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_neqv(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_neqv_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_eqv(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_eqv_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_andl(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_andl_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_orl(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_orl_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_shl(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_shl_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_shl_rev(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_shl_cpt_rev(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_shr(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_shr_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_shr_rev(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_shr_cpt_rev(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_min(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_min_cpt(ident_t *location, int gtid, short *at, short e, int flag);
void __kmpc_atomic_fixed2_max(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_max_cpt(ident_t *location, int gtid, short *at, short e, int flag);
short __kmpc_atomic_fixed2_rd(ident_t *location, int gtid, short *at);
void __kmpc_atomic_fixed2_wr(ident_t *location, int gtid, short *at, short e);
short __kmpc_atomic_fixed2_swp(ident_t *location, int gtid, short *at, short e);
void __kmpc_atomic_fixed4_add(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_add_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_sub(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_sub_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_sub_rev(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_sub_cpt_rev(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_mul(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_mul_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_div(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_div_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_div_rev(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_div_cpt_rev(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_andb(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_andb_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_orb(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_orb_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_xor(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_xor_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_neqv(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_neqv_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_eqv(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_eqv_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_andl(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_andl_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_orl(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_orl_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_shl(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_shl_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_shl_rev(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_shl_cpt_rev(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_shr(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_shr_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_shr_rev(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_shr_cpt_rev(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_min(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_min_cpt(ident_t *location, int gtid, int *at, int e, int flag);
void __kmpc_atomic_fixed4_max(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_max_cpt(ident_t *location, int gtid, int *at, int e, int flag);
int __kmpc_atomic_fixed4_rd(ident_t *location, int gtid, int *at);
void __kmpc_atomic_fixed4_wr(ident_t *location, int gtid, int *at, int e);
int __kmpc_atomic_fixed4_swp(ident_t *location, int gtid, int *at, int e);
void __kmpc_atomic_fixed8_add(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_add_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_sub(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_sub_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_sub_rev(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_sub_cpt_rev(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_mul(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_mul_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_div(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_div_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_div_rev(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_div_cpt_rev(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_andb(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_andb_cpt(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_orb(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_orb_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_xor(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_xor_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_neqv(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_neqv_cpt(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_eqv(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_eqv_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_andl(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_andl_cpt(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_orl(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_orl_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_shl(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_shl_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_shl_rev(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_shl_cpt_rev(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_shr(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_shr_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_shr_rev(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_shr_cpt_rev(ident_t *location, int gtid, int64_t *at, int64_t e,
    int flag);
void __kmpc_atomic_fixed8_min(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_min_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
void __kmpc_atomic_fixed8_max(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_max_cpt(ident_t *location, int gtid, int64_t *at, int64_t e, int flag);
int64_t __kmpc_atomic_fixed8_rd(ident_t *location, int gtid, int64_t *at);
void __kmpc_atomic_fixed8_wr(ident_t *location, int gtid, int64_t *at, int64_t e);
int64_t __kmpc_atomic_fixed8_swp(ident_t *location, int gtid, int64_t *at, int64_t e);
void __kmpc_atomic_fixed1u_div(ident_t *location, int gtid, unsigned char *at, unsigned char e);
unsigned char __kmpc_atomic_fixed1u_div_cpt(ident_t *location, int gtid, unsigned char *at,
    unsigned char e, int flag);
void __kmpc_atomic_fixed1u_div_rev(ident_t *location, int gtid, unsigned char *at, unsigned char e);
unsigned char __kmpc_atomic_fixed1u_div_cpt_rev(ident_t *location, int gtid, unsigned char *at,
    unsigned char e, int flag);
void __kmpc_atomic_fixed1u_shr(ident_t *location, int gtid, unsigned char *at, unsigned char e);
unsigned char __kmpc_atomic_fixed1u_shr_cpt(ident_t *location, int gtid, unsigned char *at,
    unsigned char e, int flag);
void __kmpc_atomic_fixed1u_shr_rev(ident_t *location, int gtid, unsigned char *at, unsigned char e);
unsigned char __kmpc_atomic_fixed1u_shr_cpt_rev(ident_t *location, int gtid, unsigned char *at,
    unsigned char e, int flag);
void __kmpc_atomic_fixed2u_div(ident_t *location, int gtid, unsigned short *at, unsigned short e);
unsigned short __kmpc_atomic_fixed2u_div_cpt(ident_t *location, int gtid, unsigned short *at,
    unsigned short e, int flag);
void __kmpc_atomic_fixed2u_div_rev(ident_t *location, int gtid, unsigned short *at,
    unsigned short e);
unsigned short __kmpc_atomic_fixed2u_div_cpt_rev(ident_t *location, int gtid, unsigned short *at,
    unsigned short e, int flag);
void __kmpc_atomic_fixed2u_shr(ident_t *location, int gtid, unsigned short *at, unsigned short e);
unsigned short __kmpc_atomic_fixed2u_shr_cpt(ident_t *location, int gtid, unsigned short *at,
    unsigned short e, int flag);
void __kmpc_atomic_fixed2u_shr_rev(ident_t *location, int gtid, unsigned short *at,
    unsigned short e);
unsigned short __kmpc_atomic_fixed2u_shr_cpt_rev(ident_t *location, int gtid, unsigned short *at,
    unsigned short e, int flag);
void __kmpc_atomic_fixed4u_div(ident_t *location, int gtid, unsigned *at, unsigned e);
unsigned __kmpc_atomic_fixed4u_div_cpt(ident_t *location, int gtid, unsigned *at, unsigned e,
    int flag);
void __kmpc_atomic_fixed4u_div_rev(ident_t *location, int gtid, unsigned *at, unsigned e);
unsigned __kmpc_atomic_fixed4u_div_cpt_rev(ident_t *location, int gtid, unsigned *at, unsigned e,
    int flag);
void __kmpc_atomic_fixed4u_shr(ident_t *location, int gtid, unsigned *at, unsigned e);
unsigned __kmpc_atomic_fixed4u_shr_cpt(ident_t *location, int gtid, unsigned *at, unsigned e,
    int flag);
void __kmpc_atomic_fixed4u_shr_rev(ident_t *location, int gtid, unsigned *at, unsigned e);
unsigned __kmpc_atomic_fixed4u_shr_cpt_rev(ident_t *location, int gtid, unsigned *at, unsigned e,
    int flag);
void __kmpc_atomic_fixed8u_div(ident_t *location, int gtid, uint64_t *at, uint64_t e);
uint64_t __kmpc_atomic_fixed8u_div_cpt(ident_t *location, int gtid, uint64_t *at, uint64_t e,
    int flag);
void __kmpc_atomic_fixed8u_div_rev(ident_t *location, int gtid, uint64_t *at, uint64_t e);
uint64_t __kmpc_atomic_fixed8u_div_cpt_rev(ident_t *location, int gtid, uint64_t *at, uint64_t e,
    int flag);
void __kmpc_atomic_fixed8u_shr(ident_t *location, int gtid, uint64_t *at, uint64_t e);
uint64_t __kmpc_atomic_fixed8u_shr_cpt(ident_t *location, int gtid, uint64_t *at, uint64_t e,
    int flag);
void __kmpc_atomic_fixed8u_shr_rev(ident_t *location, int gtid, uint64_t *at, uint64_t e);
uint64_t __kmpc_atomic_fixed8u_shr_cpt_rev(ident_t *location, int gtid, uint64_t *at, uint64_t e,
    int flag);
void __kmpc_atomic_float4_add(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_add_cpt(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_sub(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_sub_cpt(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_sub_rev(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_sub_cpt_rev(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_mul(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_mul_cpt(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_div(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_div_cpt(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_div_rev(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_div_cpt_rev(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_min(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_min_cpt(ident_t *location, int gtid, float *at, float e, int flag);
void __kmpc_atomic_float4_max(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_max_cpt(ident_t *location, int gtid, float *at, float e, int flag);
float __kmpc_atomic_float4_rd(ident_t *location, int gtid, float *at);
void __kmpc_atomic_float4_wr(ident_t *location, int gtid, float *at, float e);
float __kmpc_atomic_float4_swp(ident_t *location, int gtid, float *at, float e);
void __kmpc_atomic_float8_add(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_add_cpt(ident_t *location, int gtid, double *at, double e, int flag);
void __kmpc_atomic_float8_sub(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_sub_cpt(ident_t *location, int gtid, double *at, double e, int flag);
void __kmpc_atomic_float8_sub_rev(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_sub_cpt_rev(ident_t *location, int gtid, double *at, double e,
    int flag);
void __kmpc_atomic_float8_mul(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_mul_cpt(ident_t *location, int gtid, double *at, double e, int flag);
void __kmpc_atomic_float8_div(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_div_cpt(ident_t *location, int gtid, double *at, double e, int flag);
void __kmpc_atomic_float8_div_rev(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_div_cpt_rev(ident_t *location, int gtid, double *at, double e,
    int flag);
void __kmpc_atomic_float8_min(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_min_cpt(ident_t *location, int gtid, double *at, double e, int flag);
void __kmpc_atomic_float8_max(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_max_cpt(ident_t *location, int gtid, double *at, double e, int flag);
double __kmpc_atomic_float8_rd(ident_t *location, int gtid, double *at);
void __kmpc_atomic_float8_wr(ident_t *location, int gtid, double *at, double e);
double __kmpc_atomic_float8_swp(ident_t *location, int gtid, double *at, double e);

// Called by libraries of Intel's compilers, which have libatomic's functions under these names
void __kmpc___atomic_load_n(size_t size, void *at, void *to, int order);
void __kmpc___atomic_store_n(size_t size, void *at, const void *from, int order);
bool __kmpc___atomic_compare_exchange_n(size_t size, void *at, void *expected, const void *new,
    int success, int failure);

// Emitted by Intel's compilers for `atomic` (OpenMP 5.2, 15.8.4)
void __kmpc_atomic_fixed1_mul_float8(ident_t *location, int gtid, signed char *at, double e);
void __kmpc_atomic_fixed1_div_float8(ident_t *location, int gtid, signed char *at, double e);
void __kmpc_atomic_fixed2_mul_float8(ident_t *location, int gtid, short *at, double e);
void __kmpc_atomic_fixed2_div_float8(ident_t *location, int gtid, short *at, double e);
void __kmpc_atomic_fixed4_mul_float8(ident_t *location, int gtid, int *at, double e);
void __kmpc_atomic_fixed4_div_float8(ident_t *location, int gtid, int *at, double e);
void __kmpc_atomic_fixed8_mul_float8(ident_t *location, int gtid, int64_t *at, double e);
void __kmpc_atomic_fixed8_div_float8(ident_t *location, int gtid, int64_t *at, double e);
void __kmpc_atomic_float4_add_float8(ident_t *location, int gtid, float *at, double e);
void __kmpc_atomic_float4_sub_float8(ident_t *location, int gtid, float *at, double e);
void __kmpc_atomic_float4_mul_float8(ident_t *location, int gtid, float *at, double e);
void __kmpc_atomic_float4_div_float8(ident_t *location, int gtid, float *at, double e);
void __kmpc_atomic_cmplx4_add_cmplx8(ident_t *location, int gtid, float _Complex *at,
    double _Complex e);
void __kmpc_atomic_cmplx4_sub_cmplx8(ident_t *location, int gtid, float _Complex *at,
    double _Complex e);
void __kmpc_atomic_cmplx4_mul_cmplx8(ident_t *location, int gtid, float _Complex *at,
    double _Complex e);
void __kmpc_atomic_cmplx4_div_cmplx8(ident_t *location, int gtid, float _Complex *at,
    double _Complex e);
void __kmpc_atomic_float16_add(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_add_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_sub(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_sub_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_sub_rev(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_sub_cpt_rev(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_mul(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_mul_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_div(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_div_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_div_rev(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_div_cpt_rev(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_min(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_min_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
void __kmpc_atomic_float16_max(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_max_cpt(ident_t *location, int gtid, _Float128 *at, _Float128 e,
    int flag);
_Float128 __kmpc_atomic_float16_rd(ident_t *location, int gtid, _Float128 *at);
void __kmpc_atomic_float16_wr(ident_t *location, int gtid, _Float128 *at, _Float128 e);
_Float128 __kmpc_atomic_float16_swp(ident_t *location, int gtid, _Float128 *at, _Float128 e);
void __kmpc_atomic_cmplx16_add(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_add_cpt(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
void __kmpc_atomic_cmplx16_sub(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_sub_cpt(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
void __kmpc_atomic_cmplx16_sub_rev(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_sub_cpt_rev(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
void __kmpc_atomic_cmplx16_mul(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_mul_cpt(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
void __kmpc_atomic_cmplx16_div(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_div_cpt(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
void __kmpc_atomic_cmplx16_div_rev(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_div_cpt_rev(ident_t *location, int gtid,
    _Float128 _Complex *at, _Float128 _Complex e, int flag);
_Float128 _Complex __kmpc_atomic_cmplx16_rd(ident_t *location, int gtid, _Float128 _Complex *at);
void __kmpc_atomic_cmplx16_wr(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
_Float128 _Complex __kmpc_atomic_cmplx16_swp(ident_t *location, int gtid, _Float128 _Complex *at,
    _Float128 _Complex e);
void __kmpc_atomic_fixed1_add_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_add_cpt_fp(ident_t *location, int gtid, signed char *at, _Float128 e, int flag);
void __kmpc_atomic_fixed1_sub_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_sub_cpt_fp(ident_t *location, int gtid, signed char *at, _Float128 e, int flag);
void __kmpc_atomic_fixed1_sub_rev_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_sub_cpt_rev_fp(ident_t *location, int gtid, signed char *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed1_mul_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_mul_cpt_fp(ident_t *location, int gtid, signed char *at, _Float128 e, int flag);
void __kmpc_atomic_fixed1_div_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_div_cpt_fp(ident_t *location, int gtid, signed char *at, _Float128 e, int flag);
void __kmpc_atomic_fixed1_div_rev_fp(ident_t *location, int gtid, signed char *at, _Float128 e);
signed char __kmpc_atomic_fixed1_div_cpt_rev_fp(ident_t *location, int gtid, signed char *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed1u_add_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_add_cpt_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed1u_sub_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_sub_cpt_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed1u_sub_rev_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_sub_cpt_rev_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed1u_mul_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_mul_cpt_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed1u_div_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_div_cpt_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed1u_div_rev_fp(ident_t *location, int gtid, unsigned char *at, _Float128 e);
unsigned char __kmpc_atomic_fixed1u_div_cpt_rev_fp(ident_t *location, int gtid, unsigned char *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2_add_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_add_cpt_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2_sub_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_sub_cpt_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2_sub_rev_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_sub_cpt_rev_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2_mul_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_mul_cpt_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2_div_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_div_cpt_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2_div_rev_fp(ident_t *location, int gtid, short *at, _Float128 e);
short __kmpc_atomic_fixed2_div_cpt_rev_fp(ident_t *location, int gtid, short *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed2u_add_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_add_cpt_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2u_sub_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_sub_cpt_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2u_sub_rev_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_sub_cpt_rev_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2u_mul_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_mul_cpt_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2u_div_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_div_cpt_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed2u_div_rev_fp(ident_t *location, int gtid, unsigned short *at, _Float128 e);
unsigned short __kmpc_atomic_fixed2u_div_cpt_rev_fp(ident_t *location, int gtid, unsigned short *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed4_add_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_add_cpt_fp(ident_t *location, int gtid, int *at, _Float128 e, int flag);
void __kmpc_atomic_fixed4_sub_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_sub_cpt_fp(ident_t *location, int gtid, int *at, _Float128 e, int flag);
void __kmpc_atomic_fixed4_sub_rev_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_sub_cpt_rev_fp(ident_t *location, int gtid, int *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4_mul_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_mul_cpt_fp(ident_t *location, int gtid, int *at, _Float128 e, int flag);
void __kmpc_atomic_fixed4_div_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_div_cpt_fp(ident_t *location, int gtid, int *at, _Float128 e, int flag);
void __kmpc_atomic_fixed4_div_rev_fp(ident_t *location, int gtid, int *at, _Float128 e);
int __kmpc_atomic_fixed4_div_cpt_rev_fp(ident_t *location, int gtid, int *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4u_add_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_add_cpt_fp(ident_t *location, int gtid, unsigned *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4u_sub_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_sub_cpt_fp(ident_t *location, int gtid, unsigned *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4u_sub_rev_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_sub_cpt_rev_fp(ident_t *location, int gtid, unsigned *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed4u_mul_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_mul_cpt_fp(ident_t *location, int gtid, unsigned *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4u_div_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_div_cpt_fp(ident_t *location, int gtid, unsigned *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed4u_div_rev_fp(ident_t *location, int gtid, unsigned *at, _Float128 e);
unsigned __kmpc_atomic_fixed4u_div_cpt_rev_fp(ident_t *location, int gtid, unsigned *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed8_add_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_add_cpt_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8_sub_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_sub_cpt_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8_sub_rev_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_sub_cpt_rev_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8_mul_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_mul_cpt_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8_div_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_div_cpt_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8_div_rev_fp(ident_t *location, int gtid, int64_t *at, _Float128 e);
int64_t __kmpc_atomic_fixed8_div_cpt_rev_fp(ident_t *location, int gtid, int64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8u_add_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_add_cpt_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8u_sub_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_sub_cpt_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8u_sub_rev_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_sub_cpt_rev_fp(ident_t *location, int gtid, uint64_t *at,
    _Float128 e, int flag);
void __kmpc_atomic_fixed8u_mul_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_mul_cpt_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8u_div_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_div_cpt_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e,
    int flag);
void __kmpc_atomic_fixed8u_div_rev_fp(ident_t *location, int gtid, uint64_t *at, _Float128 e);
uint64_t __kmpc_atomic_fixed8u_div_cpt_rev_fp(ident_t *location, int gtid, uint64_t *at,
    _Float128 e, int flag);
void __kmpc_atomic_float4_add_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_add_cpt_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float4_sub_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_sub_cpt_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float4_sub_rev_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_sub_cpt_rev_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float4_mul_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_mul_cpt_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float4_div_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_div_cpt_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float4_div_rev_fp(ident_t *location, int gtid, float *at, _Float128 e);
float __kmpc_atomic_float4_div_cpt_rev_fp(ident_t *location, int gtid, float *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_add_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_add_cpt_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_sub_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_sub_cpt_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_sub_rev_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_sub_cpt_rev_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_mul_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_mul_cpt_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_div_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_div_cpt_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
void __kmpc_atomic_float8_div_rev_fp(ident_t *location, int gtid, double *at, _Float128 e);
double __kmpc_atomic_float8_div_cpt_rev_fp(ident_t *location, int gtid, double *at, _Float128 e,
    int flag);
