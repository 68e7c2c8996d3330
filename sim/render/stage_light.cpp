#include "sim/render/stage_light.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sim/core/shared_work.h"
#include "sim/render/face_places.h"

namespace mjtwin::sim {
namespace {

using Eigen::Vector2f;
using Eigen::Vector3f;
using Eigen::Vector4f;

constexpr float kPi = std::numbers::pi_v<float>;
constexpr int kBounces = 6;             // RoboTwin traces paths of eight
constexpr float kNodeDistance = 0.06F;  // [m] at least
constexpr float kLongSide = 1.5F;       // [m] nodes along longer ones crowd where the table is
constexpr float kFarSide = 2.0F;  // [m] of a face, from the focus on: the light further off changes nothing
constexpr float kTableThickness = 0.05F;  // [m] the focus starts below the table's top
constexpr float kOneSided = 1.0F;         // [m] radius of larger boxes
constexpr float kOffSurface = 1e-4F;      // [m] rays start that far in front

NodeLine nodes_along(float side, float dense_at) {
  const int count = static_cast<int>(std::ceil(side / kNodeDistance)) + 1;
  if (side > kLongSide) return {NodeLine::kMost, std::clamp(dense_at, 0.01F, 0.99F)};
  return {std::clamp(count, 2, NodeLine::kMost), -1};
}

}  // namespace

StageLight::StageLight(const std::vector<LargeBox>& boxes, std::span<const LightSource> lights,
                       const Vector3f& sky, const WorldBox& focus)
    : boxes_(boxes), lights_(lights.begin(), lights.end()), sky_(sky), focus_(focus) {
  for (const LargeBox& box : boxes_) add_faces(box, focus);
  solve();
  constexpr float kAboveTable = 0.06F;  // [m] of the lowest probes above the lower end of the focus
  probe_origin_ = focus.lower + Vector3f(0, 0, kAboveTable);
  for (int k = 0; k < 3; ++k)
    probe_step_[k] =
        (focus.upper[k] - probe_origin_[k]) / static_cast<float>(kProbes[static_cast<std::size_t>(k)] - 1);
  for (int side = 0; side < 6; ++side)
    probe_fans_.emplace_back((side & 1 ? -1.0F : 1.0F) * Vector3f::Unit(side / 2), boxes_);
  const auto along = [](std::size_t axis) { return static_cast<std::size_t>(kProbes[axis]); };
  probes_.resize(along(0) * along(1) * along(2));
}

bool StageLight::is_of(const std::vector<LargeBox>& boxes, std::span<const LightSource> lights,
                       const Vector3f& sky, const WorldBox& focus) const {
  return boxes == boxes_ && std::ranges::equal(lights, lights_) && sky == sky_ &&
         focus.lower == focus_.lower && focus.upper == focus_.upper;
}

void StageLight::add_faces(const LargeBox& box, const WorldBox& focus) {
  std::array<int, 6>& of_side = face_of_side_.emplace_back();
  of_side.fill(-2);
  for (int axis = 0; axis < 3; ++axis) {
    for (const float side : {-1.0F, 1.0F}) {
      LitFace face;
      face.geom = box.geom;
      face.albedo = box.albedo;
      face.normal = side * box.rotation.col(axis);
      const Vector3f middle = box.centre + box.half_size[axis] * face.normal;
      const int a = (axis + 1) % 3, b = (axis + 2) % 3;
      // Of the wall and the ground one side matters; of the table all, as light passes between it and the
      // wall.
      const bool looks_away = (focus.centre() - middle).dot(face.normal) <= 0;
      if (looks_away && box.half_size.norm() > kOneSided) continue;
      const int number_of_side = 2 * axis + (side < 0 ? 1 : 0);
      of_side[static_cast<std::size_t>(number_of_side)] = static_cast<int>(faces_.size());
      face.origin = middle;
      const auto span = [&](int k) {
        const Vector3f along = box.rotation.col(k);
        const float to_focus = (focus.centre() - middle).dot(along), half = box.half_size[k];
        const float low = std::clamp(to_focus - kFarSide, -half, 0.9F * half);
        const float high = std::clamp(to_focus + kFarSide, low + 0.1F * half, half);
        face.origin += low * along;
        return Vector3f((high - low) * along);
      };
      face.side_u = span(a);
      face.side_v = span(b);
      Vector3f hot = focus.centre();  // where light varies most: at the height of the table
      hot.z() = focus.lower.z() + kTableThickness;
      const Vector2f dense = face.place(hot);
      face.columns = nodes_along(face.side_u.norm(), dense.x());
      face.rows = nodes_along(face.side_v.norm(), dense.y());
      faces_.push_back(face);
    }
  }
}

void StageLight::trace(const RayFan& fan, const Vector3f& from, Surroundings& to) const {
  constexpr float kOtherSides = 0.6F;  // of the sky's light, from sides away from the focus
  const RayFan::Meetings met = fan.meet(from);
  FacePlaces places{};
  constexpr int kSky = -1;
  std::array<int, RayFan::kRays> met_faces;  // each once
  auto end = met_faces.begin();
  for (std::size_t i = 0; i < places.faces.size(); ++i) {
    const int box = met.boxes[i];
    const int face =
        box < 0 ? kSky : face_of_side_[static_cast<std::size_t>(box)][static_cast<std::size_t>(met.sides[i])];
    places.faces[i] = face;
    if (face >= 0 && std::find(met_faces.begin(), end, face) == end) *end++ = face;
  }
  for (auto face = met_faces.begin(); face != end; ++face)
    places.find(faces_[static_cast<std::size_t>(*face)], *face, fan, from, met);
  int sky = 0, others = 0;
  to.hits.clear();
  for (std::size_t i = 0; i < places.faces.size(); ++i) {
    if (places.faces[i] >= 0)
      to.hits.push_back({places.first[i], places.row[i], places.fx[i], places.fy[i]});
    else
      ++(places.faces[i] == kSky ? sky : others);
  }
  to.elsewhere = (static_cast<float>(sky) + kOtherSides * static_cast<float>(others)) * sky_;
}

Vector3f StageLight::gathered(const Surroundings& from) const {
  Vector4f sum = Vector4f::Zero();
  for (const Hit& hit : from.hits) {
    const Vector4f* below = leaving_.data() + hit.first;
    const Vector4f* above = below + hit.row;
    sum += (1 - hit.fy) * ((1 - hit.fx) * below[0] + hit.fx * below[1]) +
           hit.fy * ((1 - hit.fx) * above[0] + hit.fx * above[1]);
  }
  return (from.elsewhere + sum.head<3>()) / static_cast<float>(RayFan::kRays);
}

bool StageLight::is_shaded(const Vector3f& from, const Vector3f& direction, float distance) const {
  return std::any_of(boxes_.begin(), boxes_.end(),
                     [&](const LargeBox& box) { return entry_distance(box, from, direction) < distance; });
}

Vector3f StageLight::direct(const Vector3f& p, const Vector3f& normal) const {
  Vector3f sum = Vector3f::Zero();
  for (const LightSource& light : lights_) {
    const bool is_lamp = light.from.w() > 0.5F;
    const Vector3f to_light = light.from.head<3>() - light.from.w() * p;
    const float distance = to_light.norm();
    const Vector3f direction = to_light / distance;
    const float cosine = direction.dot(normal);
    if (cosine <= 0 || is_shaded(p + kOffSurface * normal, direction, is_lamp ? distance : 1e8F)) continue;
    sum += light.colour * (cosine / kPi / (is_lamp ? distance * distance : 1.0F));
  }
  return sum;
}

void StageLight::solve() {
  /// Nodes of a row of a face.
  struct Row {
    LitFace* face;
    int number;
    std::vector<Surroundings> around;
    std::vector<Vector3f> direct;
    [[nodiscard]] std::size_t node(int column) const {
      const int place = number * face->columns.count() + column;
      return static_cast<std::size_t>(place);
    }
  };
  std::vector<Row> rows;
  std::vector<RayFan> fans;
  for (LitFace& face : faces_) {
    face.first_node = static_cast<int>(leaving_.size());
    const auto columns = static_cast<std::size_t>(face.columns.count());
    const std::size_t count = columns * static_cast<std::size_t>(face.rows.count());
    leaving_.resize(leaving_.size() + count, Vector4f::Zero());
    face.around.assign(count, Vector3f::Zero());
    fans.emplace_back(face.normal, boxes_);
    for (int r = 0; r < face.rows.count(); ++r) rows.push_back({&face, r, {}, {}});
  }
  const auto for_each_row = [&](const auto& work) {
    share_work(static_cast<int>(rows.size()), [&](int r) { work(rows[static_cast<std::size_t>(r)]); });
  };
  for_each_row([&](Row& row) {
    const LitFace& face = *row.face;
    const RayFan& fan = fans[static_cast<std::size_t>(row.face - faces_.data())];
    for (int c = 0; c < face.columns.count(); ++c) {
      // Nodes at the rim stand a little inside, so that they do not look along what they touch.
      constexpr float kInside = 0.004F;
      const float u = std::clamp(face.columns.place(c), kInside, 1 - kInside);
      const float v = std::clamp(face.rows.place(row.number), kInside, 1 - kInside);
      const Vector3f p = face.point(u, v) + kOffSurface * face.normal;
      row.direct.push_back(direct(p, face.normal));
      trace(fan, p, row.around.emplace_back());
    }
  });
  for (int bounce = 0; bounce < kBounces; ++bounce) {
    for_each_row([&](Row& row) {
      for (int c = 0; c < row.face->columns.count(); ++c)
        row.face->around[row.node(c)] = gathered(row.around[static_cast<std::size_t>(c)]);
    });
    for (const Row& row : rows)
      for (int c = 0; c < row.face->columns.count(); ++c)
        leaving_[static_cast<std::size_t>(row.face->first_node) + row.node(c)].head<3>() =
            row.face->albedo.cwiseProduct(row.face->around[row.node(c)] +
                                          row.direct[static_cast<std::size_t>(c)]);
  }
}

Vector3f StageLight::around(const Vector3f& p, const Vector3f& normal) const {
  return around(RayFan(normal, boxes_), p);
}

Vector3f StageLight::around(const RayFan& fan, const Vector3f& p) const {
  Surroundings met;
  met.hits.reserve(RayFan::kRays);
  trace(fan, p, met);
  return gathered(met);
}

StageLight::Cell StageLight::cell(const Vector3f& p) const {
  Cell out;
  for (int k = 0; k < 3; ++k) {
    const auto i = static_cast<std::size_t>(k);
    const float x =
        std::clamp((p[k] - probe_origin_[k]) / probe_step_[k], 0.0F, static_cast<float>(kProbes[i] - 1));
    out.corner[i] = std::min(static_cast<int>(x), kProbes[i] - 2);
    out.part[k] = x - static_cast<float>(out.corner[i]);
  }
  return out;
}

std::size_t StageLight::Cell::probe(int number) const {
  const int x = corner[0] + (number & 1), y = corner[1] + (number >> 1 & 1), z = corner[2] + (number >> 2);
  const int place = (z * kProbes[1] + y) * kProbes[0] + x;
  return static_cast<std::size_t>(place);
}

void StageLight::prepare(std::span<const Vector3f> points) {
  std::vector<std::size_t> missing;
  for (const Vector3f& p : points) {
    for (int number = 0; number < 8; ++number) {
      const std::size_t probe = cell(p).probe(number);
      if (probes_[probe].is_known) continue;
      probes_[probe].is_known = true;
      missing.push_back(probe);
    }
  }
  share_work(static_cast<int>(missing.size()), [&](int i) {
    const std::size_t number = missing[static_cast<std::size_t>(i)];
    const int n = static_cast<int>(number), row = n / kProbes[0], layer = row / kProbes[1];
    const Vector3f step(static_cast<float>(n % kProbes[0]), static_cast<float>(row % kProbes[1]),
                        static_cast<float>(layer));
    const Vector3f p = probe_origin_ + step.cwiseProduct(probe_step_);
    for (std::size_t side = 0; side < 6; ++side) probes_[number].sides[side] = around(probe_fans_[side], p);
  });
}

std::array<Vector3f, 6> StageLight::around_cube(const Vector3f& p) {
  prepare({&p, 1});
  const Cell at = cell(p);
  std::array<Vector3f, 6> out;
  out.fill(Vector3f::Zero());
  for (int corner = 0; corner < 8; ++corner) {
    float weight = 1;
    for (int k = 0; k < 3; ++k) weight *= corner >> k & 1 ? at.part[k] : 1 - at.part[k];
    const Probe& probe = probes_[at.probe(corner)];
    for (std::size_t side = 0; side < 6; ++side) out[side] += weight * probe.sides[side];
  }
  return out;
}

}  // namespace mjtwin::sim
