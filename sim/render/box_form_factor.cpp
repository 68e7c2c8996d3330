#include "sim/render/box_form_factor.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "sim/core/lanes.h"
#include "sim/core/vectorized.h"

namespace mjtwin::sim {
namespace {

using Eigen::Vector3f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kFar = 2.0F;  // radii of the box

struct LaneVector {
  Lanes x, y, z;
};
MJTWIN_OF_LANES LaneVector spread(const Vector3f& v) {
  return {all(v.x()), all(v.y()), all(v.z())};
}
MJTWIN_OF_LANES LaneVector operator-(const LaneVector& a, const LaneVector& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
MJTWIN_OF_LANES LaneVector operator+(const LaneVector& a, const LaneVector& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
MJTWIN_OF_LANES LaneVector operator*(Lanes s, const LaneVector& a) {
  return {s * a.x, s * a.y, s * a.z};
}
MJTWIN_OF_LANES Lanes dot(const LaneVector& a, const LaneVector& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
MJTWIN_OF_LANES LaneVector cross(const LaneVector& a, const LaneVector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
MJTWIN_OF_LANES LaneVector choose(IntLanes mask, const LaneVector& a, const LaneVector& b) {
  return {mask ? a.x : b.x, mask ? a.y : b.y, mask ? a.z : b.z};
}

/// Angle whose sine and cosine stand in the ratio of s (not negative) and c, to 1e-5 rad.
MJTWIN_OF_LANES Lanes angle(Lanes s, Lanes c) {
  const Lanes a = absolute(c);
  const Lanes r = least(s, a) / most(most(s, a), all(1e-30F)), r2 = r * r;
  const Lanes t =
      r * (0.99998660F + r2 * (-0.33029950F + r2 * (0.18014100F + r2 * (-0.08513300F + r2 * 0.02083510F))));
  const Lanes sharp = s < a ? t : 0.5F * kPi - t;
  return c < 0.0F ? kPi - sharp : sharp;
}

/// What an edge adds to Lambert's sum, seen from the origin.
MJTWIN_OF_LANES Lanes edge_term(const LaneVector& a, const LaneVector& b, const LaneVector& normal) {
  const LaneVector across = cross(a, b);
  const Lanes sine = root(dot(across, across));
  const Lanes term = angle(sine, dot(a, b)) * dot(across, normal) / most(sine, all(1e-30F));
  return sine > 1e-9F ? term : all(0.0F);
}

/// An edge between two sides of a box: the side `left` lies to the left of the way from corner to corner,
/// seen from outside. Sides are 2 axis, + 1 for the upper one; a corner's bits say which end along x, y, z.
struct Edge {
  std::uint8_t from, to, left, right;
};
constexpr std::array<Edge, 12> kEdges = [] {
  std::array<Edge, 12> out{};
  std::size_t n = 0;
  for (unsigned axis = 0; axis < 3; ++axis) {
    const unsigned u = (axis + 1) % 3, v = (axis + 2) % 3;
    for (unsigned i = 0; i < 4; ++i) {  // along the axis, at the ends of the other two
      const unsigned at_u = i & 1U, at_v = i >> 1U, low = at_u << u | at_v << v, high = low | 1U << axis;
      const bool u_is_left = (at_u != 0) == (at_v != 0);
      const unsigned side_u = 2 * u + at_u, side_v = 2 * v + at_v;
      out[n++] = {static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(high),
                  static_cast<std::uint8_t>(u_is_left ? side_u : side_v),
                  static_cast<std::uint8_t>(u_is_left ? side_v : side_u)};
    }
  }
  return out;
}();

/// Lambert's sum around the outline of a box seen from p: the edges where a side that is seen meets one that
/// is not, cut at the horizon. Where the cut goes, an edge along the horizon closes it. All in the box's
/// frame.
MJTWIN_OF_LANES Lanes near_form_factors(const Vector3f& half, const LaneVector& p, const LaneVector& normal) {
  const std::array<IntLanes, 6> seen{p.x<-half.x(), p.x> half.x(), p.y<-half.y(), p.y> half.y(),
                                     p.z<-half.z(), p.z> half.z()};
  std::array<LaneVector, 8> corners;
  std::array<Lanes, 8> heights;
  for (std::size_t i = 0; i < 8; ++i) {
    corners[i] = {(i & 1U ? half.x() : -half.x()) - p.x, (i & 2U ? half.y() : -half.y()) - p.y,
                  (i & 4U ? half.z() : -half.z()) - p.z};
    heights[i] = dot(corners[i], normal);
  }
  Lanes sum{};
  LaneVector down{}, up{};  // where the outline goes below the horizon, and comes back
  for (const Edge& edge : kEdges) {
    // What is seen is to be on the left.
    const IntLanes is_outline = seen[edge.left] ^ seen[edge.right], turned = seen[edge.right];
    const LaneVector a = choose(turned, corners[edge.to], corners[edge.from]);
    const LaneVector b = choose(turned, corners[edge.from], corners[edge.to]);
    const Lanes ha = turned ? heights[edge.to] : heights[edge.from];
    const Lanes hb = turned ? heights[edge.from] : heights[edge.to];
    const IntLanes a_above = ha > 0.0F, b_above = hb > 0.0F;
    const IntLanes crosses = is_outline & (a_above ^ b_above);
    const LaneVector cut = a + ha / (crosses ? ha - hb : all(1.0F)) * (b - a);
    down = choose(crosses & a_above, cut, down);
    up = choose(crosses & b_above, cut, up);
    const Lanes term = edge_term(choose(a_above, a, cut), choose(b_above, b, cut), normal);
    sum += is_outline & (a_above | b_above) ? term : all(0.0F);
  }
  return least(absolute(sum + edge_term(down, up, normal)) / (2 * kPi), all(1.0F));
}

/// By its area as seen: p and n as above.
MJTWIN_OF_LANES Lanes far_form_factors(const Vector3f& half, const LaneVector& p, const LaneVector& normal) {
  const Lanes distance2 = dot(p, p), height = -dot(p, normal);
  const Lanes area = 4.0F * (absolute(p.x) * (half.y() * half.z()) + absolute(p.y) * (half.x() * half.z()) +
                             absolute(p.z) * (half.x() * half.y()));
  return most(height, all(0.0F)) * area / (kPi * most(distance2 * distance2, all(1e-30F)));
}

MJTWIN_OF_LANES bool holds_anywhere(IntLanes mask) {
  std::int32_t any = 0;
  for (std::size_t i = 0; i < kLanes; ++i) any |= mask[i];
  return any != 0;
}

MJTWIN_OF_LANES Lanes form_factors(const Vector3f& half, const LaneVector& p, const LaneVector& normal) {
  const float radius2 = half.squaredNorm();
  const Lanes height = -dot(p, normal);
  const IntLanes is_below = (height < 0.0F) & (height * height > radius2);
  const IntLanes is_near = dot(p, p) <= kFar * kFar * radius2;
  Lanes share = far_form_factors(half, p, normal);
  if (holds_anywhere(is_near)) share = is_near ? near_form_factors(half, p, normal) : share;
  return is_below ? all(0.0F) : share;
}

/// Points of a row from p on, all in the box's frame.
MJTWIN_VECTORIZED void row(const Vector3f& half, const Vector3f& p, const Vector3f& step,
                           const Vector3f& normal, std::span<float> out) {
  const Lanes number = to_float(IntLanes{0, 1, 2, 3, 4, 5, 6, 7});
  for (std::size_t first = 0; first < out.size(); first += kLanes) {
    const LaneVector points = spread(p) + (static_cast<float>(first) + number) * spread(step);
    const Lanes shares = form_factors(half, points, spread(normal));
    for (std::size_t i = 0; i < std::min(kLanes, out.size() - first); ++i) out[first + i] = shares[i];
  }
}

MJTWIN_VECTORIZED void cube(const Vector3f& half, const Vector3f& p, const Eigen::Matrix3f& R,
                            std::array<float, 6>& out) {
  LaneVector normals{};
  for (std::size_t side = 0; side < 6; ++side) {
    const auto axis = static_cast<int>(side / 2);
    const float sign = (side & 1U) != 0 ? -1.0F : 1.0F;
    normals.x[side] = sign * R(axis, 0);
    normals.y[side] = sign * R(axis, 1);
    normals.z[side] = sign * R(axis, 2);
  }
  const Lanes shares = form_factors(half, spread(p), normals);
  for (std::size_t side = 0; side < 6; ++side) out[side] = shares[side];
}

}  // namespace

float box_form_factor(const OccluderBox& box, const Vector3f& point, const Vector3f& normal) {
  float out = 0;
  box_form_factors(box, point, Vector3f::Zero(), normal, {&out, 1});
  return out;
}

std::array<float, 6> box_form_factor_cube(const OccluderBox& box, const Vector3f& point) {
  std::array<float, 6> out;
  cube(box.half_size, box.rotation.transpose() * (point - box.centre), box.rotation, out);
  return out;
}

void box_form_factors(const OccluderBox& box, const Vector3f& first, const Vector3f& step,
                      const Vector3f& normal, std::span<float> out) {
  const Eigen::Matrix3f to_box = box.rotation.transpose();
  row(box.half_size, to_box * (first - box.centre), to_box * step, to_box * normal, out);
}

}  // namespace mjtwin::sim
