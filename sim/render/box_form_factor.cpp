#include "sim/render/box_form_factor.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace mjtwin::sim {
namespace {

using Eigen::Vector3f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr float kFar = 2.0F;  // radii of the box

/// Edges of a box along which sides that a point sees meet sides that it does not, as numbers of corners, so
/// that what is seen is on the left. Corner number's bits: which end along x, y, z.
struct Outline {
  struct Edge {
    std::uint8_t from, to;
  };
  std::array<Edge, 6> edges{};
  int count = 0;
};

/// The corners around a side, anticlockwise from outside.
constexpr std::array<std::uint8_t, 4> side_corners(unsigned axis, unsigned end) {
  const unsigned u = 1U << ((axis + 1) % 3), v = 1U << ((axis + 2) % 3), at = end << axis;
  const std::array<unsigned, 4> around{at, at | u, at | u | v, at | v};
  std::array<std::uint8_t, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<std::uint8_t>(around[end != 0 ? i : 3 - i]);
  return out;
}

/// Seen sides by axis: 0 the lower one, 1 none, 2 the upper one.
constexpr Outline outline_of(const std::array<unsigned, 3>& seen) {
  std::array<std::array<bool, 8>, 8> edge{};
  for (unsigned axis = 0; axis < 3; ++axis) {
    if (seen[axis] == 1) continue;
    const auto corners = side_corners(axis, seen[axis] / 2);
    for (std::size_t i = 0; i < 4; ++i) edge[corners[i]][corners[(i + 1) % 4]] = true;
  }
  Outline out;
  for (std::uint8_t a = 0; a < 8; ++a)
    for (std::uint8_t b = 0; b < 8; ++b)
      if (edge[a][b] && !edge[b][a]) out.edges[static_cast<std::size_t>(out.count++)] = {a, b};
  return out;
}

/// By 9 x + 3 y + z of the seen sides.
constexpr std::array<Outline, 27> kOutlines = [] {
  std::array<Outline, 27> out{};
  for (unsigned i = 0; i < 27; ++i) out[i] = outline_of({i / 9, i / 3 % 3, i % 3});
  return out;
}();

/// Angle whose sine and cosine stand in the ratio of s (not negative) and c, to 1e-5 rad: the library's takes
/// a third of a picture's time.
float angle(float s, float c) {
  const float a = std::abs(c);
  const float r = s < a ? s / a : a / s, r2 = r * r;
  const float t =
      r * (0.99998660F + r2 * (-0.33029950F + r2 * (0.18014100F + r2 * (-0.08513300F + r2 * 0.02083510F))));
  const float sharp = s < a ? t : 0.5F * kPi - t;
  return c < 0 ? kPi - sharp : sharp;
}

/// What an edge adds to Lambert's sum, seen from the origin.
float edge_term(const Vector3f& a, const Vector3f& b, const Vector3f& normal) {
  const Vector3f across = a.cross(b);
  const float sine = across.norm();
  return sine > 1e-9F ? angle(sine, a.dot(b)) * across.dot(normal) / sine : 0.0F;
}

/// Lambert's sum around an outline of a box about p, cut at the horizon. Where the cut goes, an edge along
/// the horizon closes it.
float outline_form_factor(const Outline& outline, const Vector3f& half, const Vector3f& p,
                          const Vector3f& normal) {
  std::array<Vector3f, 8> corners;
  std::array<float, 8> heights;
  for (std::size_t i = 0; i < 8; ++i) {
    corners[i] = Vector3f(i & 1U ? half.x() : -half.x(), i & 2U ? half.y() : -half.y(),
                          i & 4U ? half.z() : -half.z()) -
                 p;
    heights[i] = corners[i].dot(normal);
  }
  float sum = 0;
  Vector3f down = Vector3f::Zero(),
           up = Vector3f::Zero();  // where the outline goes below the horizon, and comes back
  for (int i = 0; i < outline.count; ++i) {
    const auto [from, to] = outline.edges[static_cast<std::size_t>(i)];
    const Vector3f &a = corners[from], &b = corners[to];
    const float ha = heights[from], hb = heights[to];
    if (ha <= 0 && hb <= 0) continue;
    if (ha > 0 && hb > 0) {
      sum += edge_term(a, b, normal);
      continue;
    }
    const Vector3f cut = a + ha / (ha - hb) * (b - a);
    (ha > 0 ? down : up) = cut;
    sum += ha > 0 ? edge_term(a, cut, normal) : edge_term(cut, b, normal);
  }
  return std::abs(sum + edge_term(down, up, normal)) / (2 * kPi);
}

}  // namespace

float box_form_factor(const OccluderBox& box, const Vector3f& point, const Vector3f& normal) {
  const Vector3f away = box.centre - point;
  const float distance2 = away.squaredNorm(), radius2 = box.half_size.squaredNorm();
  const float height = away.dot(normal);
  if (height < 0 && height * height > radius2) return 0;  // wholly below the horizon
  if (distance2 > kFar * kFar * radius2) {
    const float distance = std::sqrt(distance2);
    const Vector3f seen = (box.rotation.transpose() * away).cwiseAbs() / distance;
    const Vector3f& h = box.half_size;
    const float area = 4 * (seen.x() * h.y() * h.z() + seen.y() * h.x() * h.z() + seen.z() * h.x() * h.y());
    return std::max(height, 0.0F) * area / (kPi * distance2 * distance);
  }
  const Vector3f p = -(box.rotation.transpose() * away), n = box.rotation.transpose() * normal;
  std::size_t outline = 0;
  for (int axis = 0; axis < 3; ++axis)
    outline = 3 * outline + (p[axis] > box.half_size[axis] ? 2 : p[axis] < -box.half_size[axis] ? 0 : 1);
  return std::min(outline_form_factor(kOutlines[outline], box.half_size, p, n), 1.0F);
}

void box_form_factors(const OccluderBox& box, const Vector3f& first, const Vector3f& step,
                      const Vector3f& normal, std::span<float> out) {
  const Vector3f& h = box.half_size;
  const float radius2 = h.squaredNorm(), height = (box.centre - first).dot(normal);
  const Vector3f start = box.rotation.transpose() * (box.centre - first);
  const Vector3f back = box.rotation.transpose() * step;
  const Vector3f sides(h.y() * h.z(), h.x() * h.z(), h.x() * h.y());
  const float scale = 4 * std::max(height, 0.0F) / kPi;
  const auto count = static_cast<int>(out.size());
  // As if all were far: a loop without branches. The near ones follow.
  for (int i = 0; i < count; ++i) {
    const auto n = static_cast<float>(i);
    const float x = start.x() - n * back.x(), y = start.y() - n * back.y(), z = start.z() - n * back.z();
    const float distance2 = x * x + y * y + z * z;
    out[static_cast<std::size_t>(i)] =
        scale * (std::abs(x) * sides.x() + std::abs(y) * sides.y() + std::abs(z) * sides.z()) /
        (distance2 * distance2);
  }
  const float step2 = back.squaredNorm(), middle = start.dot(back) / step2;
  const float across = kFar * kFar * radius2 - (start - middle * back).squaredNorm();
  if (across < 0) return;
  const float reach = std::sqrt(across / step2);
  const auto last = static_cast<float>(count - 1);
  const int low = static_cast<int>(std::clamp(std::floor(middle - reach), 0.0F, last + 1));
  const int high = static_cast<int>(std::clamp(std::ceil(middle + reach), -1.0F, last));
  for (int i = low; i <= high; ++i)
    out[static_cast<std::size_t>(i)] = box_form_factor(box, first + static_cast<float>(i) * step, normal);
}

}  // namespace mjtwin::sim
