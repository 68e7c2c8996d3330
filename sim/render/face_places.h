#pragma once

#include <array>

#include "sim/render/lit_face.h"
#include "sim/render/ray_fan.h"

namespace mjtwin::sim {

/// Where rays of a fan meet the faces of a stage: LitFace::nodes_around() of the places, clamped to the face.
struct FacePlaces {
  std::array<int, RayFan::kRays> faces;       // that the rays meet, as numbers
  std::array<int, RayFan::kRays> first, row;  // node among those of all faces; way to the next row's
  std::array<float, RayFan::kRays> fx, fy;

  /// Fills in the rays that meet this face.
  void find(const LitFace& face, int number, const RayFan& fan, const Eigen::Vector3f& from,
            const RayFan::Meetings& met);
};

}  // namespace mjtwin::sim
