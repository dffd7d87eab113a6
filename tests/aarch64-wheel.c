/* For tests/aarch64-wheel.py, which calls it. */
int members(void)
{
    int members = 0;
    #pragma omp parallel reduction(+ : members)
    members++;
    return members;
}
