#include "sim/render/face_places.h"

#include <catch2/catch.hpp>
#include <random>

using namespace mjtwin::sim;

using Eigen::Vector3f;

namespace {

/// The top of a box, with nodes that crowd along its first side.
LitFace top_of(const LargeBox& box, float dense_at) {
  LitFace face;
  face.origin = box.centre + Vector3f(-box.half_size.x(), -box.half_size.y(), box.half_size.z());
  face.side_u = {2 * box.half_size.x(), 0, 0};
  face.side_v = {0, 2 * box.half_size.y(), 0};
  face.normal = Vector3f::UnitZ();
  face.columns = NodeLine(NodeLine::kMost, dense_at);
  face.rows = NodeLine(9, -1);
  face.first_node = 40;
  return face;
}

}  // namespace

TEST_CASE("Rays find the nodes around the places where they meet a face, one by one or all at once") {
  LargeBox box;
  box.half_size = {1.2F, 0.4F, 0.02F};
  const RayFan fan(-Vector3f::UnitZ(), {&box, 1});
  const float dense_at = GENERATE(-1.0F, 0.01F, 0.3F, 0.99F);
  const LitFace face = top_of(box, dense_at);
  std::mt19937 random(7);
  int compared = 0;
  for (int n = 0; n < 20; ++n) {
    const auto uniform = [&] { return static_cast<float>(random()) * 0x1p-32F - 0.5F; };
    const Vector3f from(2 * uniform(), uniform(), 0.3F + 0.2F * uniform());
    const RayFan::Meetings met = fan.meet(from);
    FacePlaces places{};
    for (std::size_t i = 0; i < places.faces.size(); ++i) places.faces[i] = met.boxes[i] < 0 ? -1 : 3;
    places.find(face, 3, fan, from, met);
    for (std::size_t i = 0; i < places.faces.size(); ++i) {
      if (met.boxes[i] < 0 || met.sides[i] != 4) continue;
      const Vector3f p =
          from + met.distances[i] * Vector3f(fan.along(0)[i], fan.along(1)[i], fan.along(2)[i]);
      const Eigen::Vector2f place = face.place(p).cwiseMax(0.0F).cwiseMin(1.0F);
      const LitFace::Nodes wanted = face.nodes_around(place.x(), place.y());
      const auto along = [&](int first, float share, bool of_rows) -> double {
        const int node = first - face.first_node;
        return (of_rows ? node / 17 : node % 17) + static_cast<double>(share);
      };
      // Where a place lies on a node, either gap may have it.
      CHECK(along(places.first[i], places.fx[i], false) ==
            Approx(along(face.first_node + wanted.first, wanted.fx, false)).margin(2e-3));
      CHECK(along(places.first[i], places.fy[i], true) ==
            Approx(along(face.first_node + wanted.first, wanted.fy, true)).margin(2e-3));
      CHECK(places.row[i] == 17);
      ++compared;
    }
  }
  CHECK(compared > 500);
}

TEST_CASE("Rays that meet another face are left alone") {
  LargeBox box;
  box.half_size = {1, 1, 0.02F};
  const RayFan fan(-Vector3f::UnitZ(), {&box, 1});
  const Vector3f from(0, 0, 0.5F);
  FacePlaces places{};
  places.faces.fill(1);
  places.first.fill(-5);
  places.find(top_of(box, -1), 2, fan, from, fan.meet(from));
  CHECK(places.first == [] {
    std::array<int, RayFan::kRays> out{};
    out.fill(-5);
    return out;
  }());
}
