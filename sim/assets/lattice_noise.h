#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/core/lanes.h"

namespace mjtwin::sim {

/// Random numbers in [0, 1) on a lattice that repeats, and smooth noise between them: pure functions of a
/// seed and a place.
class LatticeNoise {
 public:
  explicit LatticeNoise(std::uint32_t seed);

  [[nodiscard]] float at(int x, int y) const { return values_[place(x, y)]; }

  [[nodiscard]] MJTWIN_OF_LANES Lanes at(IntLanes x, IntLanes y) const {
    const IntLanes places = (y & kMask) * kSide + (x & kMask);
    Lanes out;
    for (std::size_t i = 0; i < kLanes; ++i) out[i] = values_[static_cast<std::size_t>(places[i])];
    return out;
  }

  /// Smooth noise with features of size 1, in [0, 1).
  [[nodiscard]] MJTWIN_OF_LANES Lanes smooth(Lanes x, Lanes y) const {
    const IntLanes ix = floor_of(x), iy = floor_of(y);
    const Lanes u = ease(x - to_float(ix)), v = ease(y - to_float(iy));
    const Lanes low = at(ix, iy), high = at(ix, iy + 1);
    const Lanes below = low + u * (at(ix + 1, iy) - low), above = high + u * (at(ix + 1, iy + 1) - high);
    return below + v * (above - below);
  }

  /// Octaves of smooth noise, the first with features of size 1, in [0, 1).
  [[nodiscard]] MJTWIN_OF_LANES Lanes cloud(Lanes x, Lanes y, int octaves = 4) const {
    Lanes sum{};
    float all = 0, weight = 1;
    for (int octave = 0; octave < octaves; ++octave) {
      sum += weight * smooth(x, y);
      all += weight;
      weight *= 0.5F;
      x = 2.0F * x + 17.3F;
      y = 2.0F * y - 9.1F;
    }
    return sum / all;
  }

  /// The two nearest of points strewn one to a lattice cell.
  struct Nearest {
    Lanes first, second;  // distances
    IntLanes x, y;        // the first one's cell
  };
  [[nodiscard]] MJTWIN_OF_LANES Nearest nearest(Lanes x, Lanes y) const {
    const IntLanes ix = floor_of(x), iy = floor_of(y);
    Nearest out{all(9.0F), all(9.0F), ix, iy};
    for (int down = -1; down <= 1; ++down) {
      for (int right = -1; right <= 1; ++right) {
        const IntLanes cx = ix + right, cy = iy + down;
        const Lanes dx = to_float(cx) + at(cx, cy) - x, dy = to_float(cy) + at(cx + 31, cy + 17) - y;
        const Lanes distance2 = dx * dx + dy * dy;
        const IntLanes is_first = distance2 < out.first;
        out.second = is_first ? out.first : least(out.second, distance2);
        out.first = is_first ? distance2 : out.first;
        out.x = is_first ? cx : out.x;
        out.y = is_first ? cy : out.y;
      }
    }
    return {root(out.first), root(out.second), out.x, out.y};
  }

 private:
  static constexpr int kSide = 64, kMask = kSide - 1;
  static std::size_t place(int x, int y) {
    return static_cast<std::size_t>((y & kMask) * kSide + (x & kMask));
  }
  static MJTWIN_OF_LANES Lanes ease(Lanes t) { return t * t * (3.0F - 2.0F * t); }
  std::array<float, static_cast<std::size_t>(kSide* kSide)> values_;
};

}  // namespace mjtwin::sim
