#include "sim/render/box_form_factor.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace mjtwin::sim;
using Eigen::Vector3f;

namespace {

constexpr int kRays = 20000;
constexpr float kRayNoise = 0.012F;  // four standard deviations of a share counted with that many rays

bool meets(const OccluderBox& box, const Vector3f& from, const Vector3f& direction) {
  const Vector3f p = box.rotation.transpose() * (from - box.centre), d = box.rotation.transpose() * direction;
  float in = 0, out = 1e9F;
  for (int k = 0; k < 3; ++k) {
    const float a = (-box.half_size[k] - p[k]) / d[k], b = (box.half_size[k] - p[k]) / d[k];
    in = std::max(in, std::min(a, b));
    out = std::min(out, std::max(a, b));
  }
  return in < out;
}

/// The form factor, counted with cosine-weighted rays.
float counted(const OccluderBox& box, const Vector3f& point, const Vector3f& normal, std::mt19937& random) {
  const Eigen::Quaternionf turn = Eigen::Quaternionf::FromTwoVectors(Vector3f::UnitZ(), normal);
  int hits = 0;
  for (int i = 0; i < kRays; ++i) {
    const float u = static_cast<float>(random()) * 0x1p-32F, v = static_cast<float>(random()) * 0x1p-32F;
    const float angle = 2 * std::numbers::pi_v<float> * v, r = std::sqrt(u);
    const Vector3f ray(r * std::cos(angle), r * std::sin(angle), std::sqrt(1 - u));
    hits += meets(box, point, turn * ray) ? 1 : 0;
  }
  return static_cast<float>(hits) / kRays;
}

}  // namespace

TEST_CASE("The form factor of a box is the share of cosine-weighted rays that meet it") {
  std::mt19937 random(1);
  const auto uniform = [&](float low, float high) {
    return low + (high - low) * static_cast<float>(random()) * 0x1p-32F;
  };
  for (int i = 0; i < 40; ++i) {
    OccluderBox box;
    box.half_size = {uniform(0.01F, 0.1F), uniform(0.01F, 0.1F), uniform(0.01F, 0.1F)};
    box.centre = {uniform(-0.2F, 0.2F), uniform(-0.2F, 0.2F), uniform(-0.05F, 0.3F)};
    box.rotation = Eigen::AngleAxisf(uniform(0, 3), Vector3f(uniform(-1, 1), uniform(-1, 1), 1).normalized())
                       .toRotationMatrix();
    const Vector3f normal = Vector3f(uniform(-0.5F, 0.5F), uniform(-0.5F, 0.5F), 1).normalized();
    const Vector3f inside = box.rotation.transpose() * -box.centre;
    if ((inside.cwiseAbs() - box.half_size).maxCoeff() < 0) continue;
    INFO("box " << i);
    CHECK(box_form_factor(box, Vector3f::Zero(), normal) ==
          Approx(counted(box, Vector3f::Zero(), normal, random)).margin(kRayNoise));
  }
}

TEST_CASE("A box below the horizon takes no light, and a wall beside the point takes half") {
  OccluderBox box{{0, 0, -0.2F}, {0.05F, 0.05F, 0.05F}, Eigen::Matrix3f::Identity()};
  CHECK(box_form_factor(box, Vector3f::Zero(), Vector3f::UnitZ()) == 0);
  box = {{100.0001F, 0, 0}, {100, 1000, 1000}, Eigen::Matrix3f::Identity()};
  constexpr float kCutOff = 0.001F;  // the wall ends somewhere
  CHECK(box_form_factor(box, Vector3f::Zero(), Vector3f::UnitZ()) == Approx(0.5).margin(kCutOff));
}

TEST_CASE("Form factors along a line are those of its points, near the box and far") {
  OccluderBox box;
  box.half_size = {0.05F, 0.1F, 0.02F};
  box.centre = {0.2F, 0.03F, 0.15F};
  box.rotation = Eigen::AngleAxisf(0.7F, Vector3f(1, 2, 3).normalized()).toRotationMatrix();
  const Vector3f first(-1.5F, 0, 0), step(0.02F, 0.003F, 0), normal = Vector3f::UnitZ();
  std::vector<float> shares(150);
  box_form_factors(box, first, step, normal, shares);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    INFO(i);
    CHECK(shares[i] ==
          Approx(box_form_factor(box, first + static_cast<float>(i) * step, normal)).margin(1e-6));
  }
  box_form_factors(box, first, step, -normal, shares);
  CHECK(*std::max_element(shares.begin(), shares.end()) == 0);
}

TEST_CASE("The form factors for the six normals of the world are those of one normal at a time") {
  OccluderBox box;
  box.half_size = {0.05F, 0.02F, 0.1F};
  box.centre = {0.1F, -0.2F, 0.3F};
  box.rotation = Eigen::AngleAxisf(0.7F, Vector3f(1, 2, 3).normalized()).toRotationMatrix();
  for (const Vector3f& point : {Vector3f(0.12F, -0.1F, 0.33F), Vector3f(1, 1, 1), box.centre}) {
    const std::array<float, 6> shares = box_form_factor_cube(box, point);
    for (int side = 0; side < 6; ++side) {
      const Vector3f normal = (side % 2 != 0 ? -1.0F : 1.0F) * Vector3f::Unit(side / 2);
      INFO(side << " at " << point.transpose());
      CHECK(shares[static_cast<std::size_t>(side)] ==
            Approx(box_form_factor(box, point, normal)).margin(1e-6));
    }
  }
}
