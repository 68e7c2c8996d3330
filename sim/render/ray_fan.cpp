#include "sim/render/ray_fan.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "sim/core/vectorized.h"

namespace mjtwin::sim {
namespace {

using Eigen::Matrix3f;
using Eigen::Vector3f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kNever = 1e9F;

/// Points spread evenly over the unit square (Hammersley), lifted to a cosine-weighted half sphere about +z.
std::vector<Vector3f> cosine_rays(int count) {
  std::vector<Vector3f> out;
  for (int i = 0; i < count; ++i) {
    std::uint32_t bits = static_cast<std::uint32_t>(i);
    std::uint32_t reversed = 0;
    for (int k = 0; k < 32; ++k, bits >>= 1U) reversed = (reversed << 1U) | (bits & 1U);
    const float a = (static_cast<float>(i) + 0.5F) / static_cast<float>(count);
    const float b = static_cast<float>(reversed) * 0x1p-32F;
    const float r = std::sqrt(a);
    out.emplace_back(r * std::cos(2 * kPi * b), r * std::sin(2 * kPi * b), std::sqrt(1 - a));
  }
  return out;
}

/// A rotation that takes +z to the normal.
Matrix3f frame(const Vector3f& normal) {
  const Vector3f side = std::abs(normal.x()) < 0.5F ? Vector3f::UnitX() : Vector3f::UnitY();
  const Vector3f u = side.cross(normal).normalized();
  Matrix3f out;
  out << u, normal.cross(u), normal;
  return out;
}

float inverse_of(float x) {
  return 1 / (std::abs(x) > 1e-12F ? x : 1e-12F);
}

/// Distances at which a ray passes the two planes across an axis.
struct Slab {
  float in, out;
};
Slab slab(float half, float p, float inverse) {
  const float middle = -p * inverse, reach = half * std::abs(inverse);
  return {middle - reach, middle + reach};
}

}  // namespace

RayFan::RayFan(const Vector3f& normal, std::span<const LargeBox> boxes)
    : boxes_(boxes.begin(), boxes.end()), inverses_(boxes.size()) {
  const Matrix3f turn = frame(normal);
  const std::vector<Vector3f> rays = cosine_rays(kRays);
  for (std::size_t i = 0; i < rays.size(); ++i) {
    const Vector3f direction = turn * rays[i];
    for (std::size_t axis = 0; axis < 3; ++axis) along_[axis][i] = direction[static_cast<int>(axis)];
    for (std::size_t b = 0; b < boxes.size(); ++b) {
      const Vector3f d = boxes[b].rotation.transpose() * direction;
      for (int axis = 0; axis < 3; ++axis) inverses_[b].along[axis].push_back(inverse_of(d[axis]));
    }
  }
}

RayFan::Meetings RayFan::meet(const Vector3f& from) const {
  Meetings out;
  out.boxes.fill(-1);
  out.sides.fill(0);
  out.distances.fill(kNever);
  for (std::size_t b = 0; b < boxes_.size(); ++b) {
    const Vector3f p = boxes_[b].rotation.transpose() * (from - boxes_[b].centre);
    meet_box(p, boxes_[b].half_size, inverses_[b], static_cast<int>(b), out);
  }
  return out;
}

/// `p`: where the rays start, in the box's frame.
MJTWIN_VECTORIZED void RayFan::meet_box(const Vector3f& p, const Vector3f& half, const Inverses& inverses,
                                        int number, Meetings& out) {
  const float *ix = inverses.along[0].data(), *iy = inverses.along[1].data(), *iz = inverses.along[2].data();
  for (std::size_t i = 0; i < kRays; ++i) {
    const Slab x = slab(half.x(), p.x(), ix[i]), y = slab(half.y(), p.y(), iy[i]),
               z = slab(half.z(), p.z(), iz[i]);
    const float in = std::max(std::max(x.in, y.in), z.in), leaves = std::min(std::min(x.out, y.out), z.out);
    const float entry = (in > leaves) | (in < 0) ? kNever : in;
    const int side_x = ix[i] > 0 ? 1 : 0, side_y = iy[i] > 0 ? 3 : 2, side_z = iz[i] > 0 ? 5 : 4;
    const int side_xy = y.in == in ? side_y : side_x, side = z.in == in ? side_z : side_xy;
    const bool is_nearer = entry < out.distances[i];
    out.distances[i] = is_nearer ? entry : out.distances[i];
    out.boxes[i] = is_nearer ? number : out.boxes[i];
    out.sides[i] = is_nearer ? side : out.sides[i];
  }
}

float entry_distance(const LargeBox& box, const Vector3f& from, const Vector3f& direction) {
  const Vector3f p = box.rotation.transpose() * (from - box.centre), d = box.rotation.transpose() * direction;
  float in = -kNever, out = kNever;
  for (int axis = 0; axis < 3; ++axis) {
    const Slab at = slab(box.half_size[axis], p[axis], inverse_of(d[axis]));
    in = std::max(in, at.in);
    out = std::min(out, at.out);
  }
  return in > out || in < 0 ? kNever : in;
}

}  // namespace mjtwin::sim
