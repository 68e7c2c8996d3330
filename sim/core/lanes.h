#pragma once

#include <cstddef>
#include <cstdint>

namespace mjtwin::sim {

/// Eight numbers that are computed with at once, in GCC's and Clang's vector types; all of a pattern's
/// arithmetic is the same in every lane. Comparisons give masks, `mask ? a : b` chooses by lane.
using Lanes = float __attribute__((vector_size(32)));
using IntLanes = std::int32_t __attribute__((vector_size(32)));
inline constexpr std::size_t kLanes = 8;

/// Functions of lanes are parts of whoever calls them: outside, eight lanes travel another way on a processor
/// with AVX than on one without.
#define MJTWIN_OF_LANES inline __attribute__((always_inline))

MJTWIN_OF_LANES Lanes all(float x) {
  return Lanes{} + x;
}
MJTWIN_OF_LANES IntLanes all(std::int32_t x) {
  return IntLanes{} + x;
}
MJTWIN_OF_LANES Lanes to_float(IntLanes x) {
  return __builtin_convertvector(x, Lanes);
}
/// The whole number below x. std::floor is a call on the x86-64 of the first day.
MJTWIN_OF_LANES IntLanes floor_of(Lanes x) {
  const IntLanes whole = __builtin_convertvector(x, IntLanes);
  return whole + (x < to_float(whole));  // a mask is -1 where it holds
}
MJTWIN_OF_LANES Lanes least(Lanes a, Lanes b) {
  return b < a ? b : a;
}
MJTWIN_OF_LANES Lanes most(Lanes a, Lanes b) {
  return a < b ? b : a;
}
MJTWIN_OF_LANES Lanes clamped(Lanes x, float low, float high) {
  return least(most(x, all(low)), all(high));
}
MJTWIN_OF_LANES Lanes absolute(Lanes x) {
  return x < 0.0F ? -x : x;
}
MJTWIN_OF_LANES Lanes root(Lanes x) {
  for (std::size_t i = 0; i < kLanes; ++i) x[i] = __builtin_sqrtf(x[i]);
  return x;
}

}  // namespace mjtwin::sim
