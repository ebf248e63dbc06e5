// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_EMBREE_SHIM_H
#define SCENE_RECIPE_EMBREE_SHIM_H

#include <embree3/rtcore.h>
#if defined(__SSE__) || defined(__x86_64__)
#include <xmmintrin.h>
#endif

/// Treats denormal numbers as zero on the calling thread, as the kernels expect, and returns the state before. A
/// thread's state is in a register that Swift cannot name.
static inline unsigned int scene_recipe_flush_denormals(void) {
#if defined(__SSE__) || defined(__x86_64__)
    unsigned int before = _mm_getcsr();
    _mm_setcsr(before | 0x8040u);
    return before;
#else
    return 0;
#endif
}

/// Puts back the state that `scene_recipe_flush_denormals` returned.
static inline void scene_recipe_restore_denormals(unsigned int before) {
#if defined(__SSE__) || defined(__x86_64__)
    _mm_setcsr(before);
#else
    (void)before;
#endif
}

/// Whether processor and operating system offer AVX2 with fused multiply-add.
static inline int scene_recipe_has_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return 0;
#endif
}

/// Whether the processor offers SSE 4.2.
static inline int scene_recipe_has_sse42(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("sse4.2") != 0;
#else
    return 0;
#endif
}

#endif
