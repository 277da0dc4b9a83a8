/* Linked into the native program for x86-64. The runtime ends a program by abort (exit code 134) on a processor without its instructions;
 * this runs before the runtime starts, and refuses with one line and the exit code of bad input. */
#include <unistd.h>

#ifndef ISOAPPROX_SUPPORTED
#define ISOAPPROX_SUPPORTED \
  (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma"))
#endif

static const char message[] =
    "isoapprox: this processor has no AVX2 (x86-64-v3); use 'dotnet run' or the tool package, which need none\n";

__attribute__((constructor)) static void require_processor(void) {
  __builtin_cpu_init();
  if (!(ISOAPPROX_SUPPORTED)) {
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(written < 0 ? 4 : 2);
  }
}
