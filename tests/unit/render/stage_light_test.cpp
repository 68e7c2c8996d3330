#include "sim/render/stage_light.h"

#include <array>
#include <catch2/catch.hpp>
#include <vector>

using namespace mjtwin::sim;
using Eigen::Vector3f;

namespace {

const Vector3f kSky(0.5F, 0.4F, 0.3F);
const WorldBox kFocus{{-0.5F, -0.5F, 0}, {0.5F, 0.5F, 0.5F}};

LargeBox ground(float albedo) {
  LargeBox out;
  out.geom = 0;
  out.half_size = {50, 50, 0.5F};
  out.centre = {0, 0, -0.5F};
  out.albedo = Vector3f::Constant(albedo);
  return out;
}

LightSource sun() {
  LightSource out;
  out.from = {0, 0, 1, 0};
  out.colour = Vector3f::Constant(static_cast<float>(EIGEN_PI));  // makes a level white surface 1
  return out;
}

constexpr float kRayNoise = 0.02F;  // of shares counted with 128 rays

}  // namespace

TEST_CASE("Without anything around, all light is the sky's") {
  StageLight light({}, {}, kSky, kFocus);
  CHECK(light.around({0, 0, 1}, Vector3f::UnitX()).isApprox(kSky, 1e-4F));
  CHECK(light.around_cube({0.1F, 0, 0.2F})[5].isApprox(kSky, 1e-4F));
}

TEST_CASE("Ground under a sun sends back its albedo's share, and lights what looks down") {
  const LightSource noon = sun();
  const StageLight light({ground(0.6F)}, {&noon, 1}, kSky, kFocus);
  const Vector3f expected = 0.6F * (kSky + Vector3f::Ones());
  CHECK((light.around({0, 0, 0.2F}, -Vector3f::UnitZ()) - expected).norm() < kRayNoise);
  CHECK((light.around({0, 0, 0.2F}, Vector3f::UnitZ()) - kSky).norm() < kRayNoise);
  CHECK((light.around({0, 0, 0.2F}, Vector3f::UnitX()) - 0.5F * (kSky + expected)).norm() < kRayNoise);
}

TEST_CASE("A large thing shades what is behind it from the sun") {
  LargeBox roof = ground(1);
  roof.geom = 1;
  roof.half_size = {1, 1, 0.05F};
  roof.centre = {0, 0, 2};
  const LightSource noon = sun();
  const StageLight light({roof}, {&noon, 1}, kSky, kFocus);
  CHECK(light.direct({0, 0, 0}, Vector3f::UnitZ()).isZero());
  CHECK(light.direct({3, 0, 0}, Vector3f::UnitZ()).isApprox(Vector3f::Ones(), 1e-5F));
}

TEST_CASE("Light from around is the same whatever was asked for before, alone or with other places") {
  const LightSource noon = sun();
  const Vector3f p(0.1F, -0.2F, 0.15F), other(-0.3F, 0.3F, 0.4F);
  StageLight alone({ground(0.6F)}, {&noon, 1}, kSky, kFocus), after({ground(0.6F)}, {&noon, 1}, kSky, kFocus);
  const auto expected = alone.around_cube(p);
  const std::array<Vector3f, 3> places{other, p, other};
  after.prepare(places);
  CHECK(after.around_cube(p) == expected);
  CHECK(after.around_cube(other) != expected);
}

TEST_CASE("The light of one scene is that of the next where nothing large, no light and no sky differs") {
  const LightSource noon = sun();
  LightSource evening = noon;
  evening.colour *= 0.5F;
  const StageLight light({ground(0.6F)}, {&noon, 1}, kSky, kFocus);
  CHECK(light.is_of({ground(0.6F)}, {&noon, 1}, kSky, kFocus));
  CHECK_FALSE(light.is_of({ground(0.5F)}, {&noon, 1}, kSky, kFocus));
  CHECK_FALSE(light.is_of({}, {&noon, 1}, kSky, kFocus));
  CHECK_FALSE(light.is_of({ground(0.6F)}, {&evening, 1}, kSky, kFocus));
  CHECK_FALSE(light.is_of({ground(0.6F)}, {&noon, 1}, 0.9F * kSky, kFocus));
  CHECK_FALSE(light.is_of({ground(0.6F)}, {&noon, 1}, kSky, {kFocus.lower, 2 * kFocus.upper}));
}

TEST_CASE("Light is the same beside many large things that are far away") {
  std::vector<LargeBox> boxes;
  for (int i = 0; i < 8; ++i) {
    LargeBox& box = boxes.emplace_back();
    box.geom = i + 1;
    box.half_size = Vector3f::Constant(0.4F);
    box.centre = {1000.0F + 10 * static_cast<float>(i), 0, 5};
  }
  boxes.push_back(ground(0.6F));
  const LightSource noon = sun();
  const StageLight many(boxes, {&noon, 1}, kSky, kFocus), alone({ground(0.6F)}, {&noon, 1}, kSky, kFocus);
  CHECK(many.faces().size() > 32);
  const Vector3f p(0.1F, -0.2F, 0.2F);
  for (const Vector3f& normal : {Vector3f(0, 0, -1), Vector3f(1, 0, 0), Vector3f(0, 0, 1)})
    CHECK(many.around(p, normal).isApprox(alone.around(p, normal), 1e-3F));
}
