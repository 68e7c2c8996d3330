#include "sim/render/face_places.h"

#include <algorithm>
#include <cmath>

#include "sim/core/vectorized.h"

namespace mjtwin::sim {
namespace {

using Eigen::Vector3f;

/// NodeLine in numbers alone, since a table would have to be looked up for every ray.
struct Line {
  float gaps, one_gap, dense_at, room_below, room_above;
  int last;

  explicit Line(const NodeLine& nodes)
      : gaps(static_cast<float>(nodes.count() - 1)),
        one_gap(1 / gaps),
        dense_at(nodes.dense_at()),
        room_below(std::max(dense_at, 1e-9F)),
        room_above(1 - dense_at),
        last(nodes.count() - 2) {}

  [[nodiscard]] float place(float s) const {
    const float from = s - dense_at, room = from > 0 ? room_above : room_below;
    const float crowded = std::min(std::max(dense_at + from * std::abs(from) / room, 0.0F), 1.0F);
    return dense_at < 0 ? s : crowded;
  }
  [[nodiscard]] float number(float place) const {
    const float from = place - dense_at, room = from > 0 ? room_above : room_below;
    const float root = std::sqrt(room * std::abs(from));
    const float crowded = std::max(from < 0 ? dense_at - root : dense_at + root, 0.0F);
    return dense_at < 0 ? place : crowded;
  }
  [[nodiscard]] int gap(float at) const { return std::min(static_cast<int>(number(at) * gaps), last); }
  [[nodiscard]] float share(float at, int gap) const {
    const auto node = static_cast<float>(gap);
    const float low = place(node * one_gap), high = place((node + 1) * one_gap);
    return std::min(std::max((at - low) / (high - low), 0.0F), 1.0F);
  }
};

}  // namespace

MJTWIN_VECTORIZED void FacePlaces::find(const LitFace& face, int face_number, const RayFan& fan,
                                        const Vector3f& from, const RayFan::Meetings& met) {
  const Line columns(face.columns), rows(face.rows);
  const Vector3f along_u = face.side_u / face.side_u.squaredNorm(),
                 along_v = face.side_v / face.side_v.squaredNorm(), start = from - face.origin;
  const float ux = along_u.x(), uy = along_u.y(), uz = along_u.z(), u0 = start.dot(along_u);
  const float vx = along_v.x(), vy = along_v.y(), vz = along_v.z(), v0 = start.dot(along_v);
  const float *dx = fan.along(0), *dy = fan.along(1), *dz = fan.along(2);
  const int way = face.columns.count(), first_node = face.first_node;
  for (std::size_t i = 0; i < RayFan::kRays; ++i) {
    const float x = dx[i], y = dy[i], z = dz[i];
    const bool is_here = faces[i] == face_number;
    const float distance = is_here ? met.distances[i] : 0.0F;
    const float u = std::min(std::max(u0 + distance * (x * ux + y * uy + z * uz), 0.0F), 1.0F);
    const float v = std::min(std::max(v0 + distance * (x * vx + y * vy + z * vz), 0.0F), 1.0F);
    const int column = columns.gap(u), node_row = rows.gap(v);
    const float share_u = columns.share(u, column), share_v = rows.share(v, node_row);
    first[i] = is_here ? first_node + node_row * way + column : first[i];
    row[i] = is_here ? way : row[i];
    fx[i] = is_here ? share_u : fx[i];
    fy[i] = is_here ? share_v : fy[i];
  }
}

}  // namespace mjtwin::sim
