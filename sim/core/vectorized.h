#pragma once

/// Before a function whose loops pay from the eight lanes of AVX2: it is compiled twice and the processor's
/// own version chosen when the program starts. Neither has fused multiply-adds, so that the bits are the
/// same.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define MJTWIN_VECTORIZED __attribute__((target_clones("avx2", "default")))
#else
#define MJTWIN_VECTORIZED
#endif
