#pragma once

#include <Eigen/Core>
#include <array>
#include <span>
#include <vector>

#include "sim/render/surroundings.h"

namespace mjtwin::sim {

/// The same rays from many points, cosine-weighted about one direction, against the same boxes: what depends
/// on directions alone is computed once, and points are dealt with in loops that a compiler turns into
/// vectors.
class RayFan {
 public:
  static constexpr int kRays = 128;

  RayFan(const Eigen::Vector3f& normal, std::span<const LargeBox> boxes);

  /// What the rays enter first, from outside.
  struct Meetings {
    std::array<int, kRays> boxes;        // -1: none
    std::array<int, kRays> sides;        // 2 axis, + 1 for the negative one
    std::array<float, kRays> distances;  // 1e9 where there is none
  };
  [[nodiscard]] Meetings meet(const Eigen::Vector3f& from) const;
  /// The rays' directions along an axis of the world.
  [[nodiscard]] const float* along(int axis) const { return along_[static_cast<std::size_t>(axis)].data(); }

 private:
  /// One over the directions in a box's frame, by axis.
  struct Inverses {
    std::vector<float> along[3];
  };
  static void meet_box(const Eigen::Vector3f& p, const Eigen::Vector3f& half, const Inverses& inverses,
                       int number, Meetings& out);
  std::vector<LargeBox> boxes_;
  std::array<std::array<float, kRays>, 3> along_{};
  std::vector<Inverses> inverses_;  // by box
};

/// Where a ray enters a box from outside, as a distance; 1e9 where it does not.
[[nodiscard]] float entry_distance(const LargeBox& box, const Eigen::Vector3f& from,
                                   const Eigen::Vector3f& direction);

}  // namespace mjtwin::sim
