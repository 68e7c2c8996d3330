#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

namespace mjtwin::sim {

/// A box that takes light from what is near it.
struct OccluderBox {
  Eigen::Vector3f centre = Eigen::Vector3f::Zero(), half_size = Eigen::Vector3f::Zero();
  Eigen::Matrix3f rotation = Eigen::Matrix3f::Identity();  // of its axes in the world
};

/// Share of a point's cosine-weighted half space, above the plane with that unit normal, that a box covers:
/// the form factor, in [0, 1]. Exact (Lambert's polygon formula, cut at the horizon) near the box; from
/// further than two of its radii by its area as seen. 0 for points inside.
[[nodiscard]] float box_form_factor(const OccluderBox& box, const Eigen::Vector3f& point,
                                    const Eigen::Vector3f& normal);

/// The same at one point for the normals +x, -x, +y, -y, +z, -z of the world.
[[nodiscard]] std::array<float, 6> box_form_factor_cube(const OccluderBox& box, const Eigen::Vector3f& point);

/// The same for points in one plane of that normal: `first`, and each a `step` after the one before.
void box_form_factors(const OccluderBox& box, const Eigen::Vector3f& first, const Eigen::Vector3f& step,
                      const Eigen::Vector3f& normal, std::span<float> out);

}  // namespace mjtwin::sim
