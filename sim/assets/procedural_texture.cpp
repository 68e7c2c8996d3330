#include "sim/assets/procedural_texture.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/assets/surface_pattern.h"

namespace mjtwin::sim {
namespace {

std::uint8_t byte_of(float value) {
  constexpr float kJustBelow = 255.996F;  // every byte stands for as much
  return static_cast<std::uint8_t>(kJustBelow * std::clamp(value, 0.0F, 1.0F));
}

}  // namespace

Image procedural_texture(int number, int width, int height) {
  constexpr float kRelief = 0.12F;  // brightness of a slope of 1: the pattern is lit from a corner
  const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
  const float step_x = 1.0F / static_cast<float>(width), step_y = 1.0F / static_cast<float>(height);
  const SurfacePattern pattern(number, step_x);
  Image out(width, height);
  // What rises from the pixel before and from the row before; at the rim as inside.
  std::vector<float> below;
  for (std::size_t y = 0; y < h; ++y) {
    SurfacePattern::Row row = pattern.row((static_cast<float>(y) + 0.5F) * step_y, step_x, w);
    for (std::size_t x = 0; x < w; ++x) {
      const float now = row.height[x];
      const float rise = (x > 0 ? now - row.height[x - 1] : 0) - (y > 0 ? now - below[x] : 0);
      const float shade = 1 + std::clamp(kRelief * rise, -0.35F, 0.35F);
      for (std::size_t k = 0; k < 3; ++k) out.rgb[3 * (w * y + x) + k] = byte_of(shade * row.colour[k][x]);
    }
    below = std::move(row.height);
  }
  return out;
}

}  // namespace mjtwin::sim
