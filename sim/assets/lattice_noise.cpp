#include "sim/assets/lattice_noise.h"

namespace mjtwin::sim {
namespace {

std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16U;
  h *= 0x7feb352dU;
  h ^= h >> 15U;
  h *= 0x846ca68bU;
  return h ^ (h >> 16U);
}

}  // namespace

LatticeNoise::LatticeNoise(std::uint32_t seed) : values_() {
  const std::uint32_t start = mix(seed + 0x9e3779b9U);
  for (std::size_t i = 0; i < values_.size(); ++i)  // 24 bits: what a float holds
    values_[i] = static_cast<float>(mix(start ^ mix(static_cast<std::uint32_t>(i))) >> 8U) * 0x1p-24F;
}

}  // namespace mjtwin::sim
