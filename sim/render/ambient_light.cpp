#include "sim/render/ambient_light.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "sim/core/shared_work.h"

namespace mjtwin::sim {
namespace {

using Eigen::Vector3f;

constexpr float kTexel = 0.02F;  // [m] of a light map, at least
constexpr int kMostTexels = 64;  // along a side

int texels_along(float side) {
  return std::clamp(static_cast<int>(std::lround(side / kTexel)), 2, kMostTexels);
}

}  // namespace

AmbientLight::AmbientLight(const GlFunctions& gl, const mjModel_* model, const mjData_* data,
                           const SceneSurfaces& surfaces, StageLight& stage, const Vector3f& middle)
    : gl_(&gl), occluders_(model, data, surfaces), middle_(stage.around_cube(middle)) {
  const std::size_t count = occluders_.all().size();
  of_occluders_.resize(count);
  pairs_.resize(count * count);
  for (const LitFace& face : stage.faces()) {
    const int columns = texels_along(face.side_u.norm()), rows = texels_along(face.side_v.norm());
    Map& map = maps_.emplace_back(Map{GlTexture(gl), FaceCover(face, columns, rows, count), {}});
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c)
        map.open.push_back(face.at(face.around, (static_cast<float>(c) + 0.5F) / static_cast<float>(columns),
                                   (static_cast<float>(r) + 0.5F) / static_cast<float>(rows)));
    gl.bind_texture(GL_TEXTURE_2D, map.texture.name());
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
      gl.tex_parameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
    for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
      gl.tex_parameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
  }
}

void AmbientLight::update(const mjData_* data, StageLight& stage) {
  occluders_.place(data, stage);
  update_cubes();
  update_maps();
}

void AmbientLight::update_cubes() {
  const std::span<const Occluder> all = occluders_.all();
  share_work(static_cast<int>(all.size()), [&](int i) { update_cube(static_cast<std::size_t>(i)); });
  cubes_.clear();
  for (const int number : occluders_.of_geoms())
    cubes_.push_back(number < 0 ? middle_ : of_occluders_[static_cast<std::size_t>(number)]);
}

/// Things at rest are shaded by each other only, so that theirs is computed once.
void AmbientLight::update_cube(std::size_t i) {
  const std::span<const Occluder> all = occluders_.all();
  if (all[i].rests && !all[i].moved) return;
  update_pairs(i);
  std::array<Cover, kCubeSides> covers;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (k == i || (all[i].rests && !all[k].rests)) continue;
    const Pair& pair = pairs_[i * all.size() + k];
    for (std::size_t s = 0; s < kCubeSides; ++s)
      if (pair.shares[s] > 0) covers[s].add(pair.shares[s], all[k].radiance);
  }
  for (std::size_t s = 0; s < kCubeSides; ++s) of_occluders_[i][s] = covers[s].shaded(all[i].open[s]);
}

/// Shares of what moved, or seen from what moved.
void AmbientLight::update_pairs(std::size_t i) {
  const std::span<const Occluder> all = occluders_.all();
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (k == i || (!all[i].moved && !all[k].moved)) continue;
    Pair& pair = pairs_[i * all.size() + k];
    pair = {};
    const float distance2 = (all[k].world.centre - all[i].world.centre).squaredNorm();
    // At most the disc around it counts.
    if (all[k].radius * all[k].radius < kLeastShare * distance2) continue;
    pair.shares = box_form_factor_cube(all[k].world, all[i].world.centre);
    for (float& share : pair.shares) share = share < kLeastShare ? 0 : share;
  }
}

void AmbientLight::update_maps() {
  std::vector<std::vector<Eigen::Vector4f>> texels(maps_.size());  // of those that changed
  share_work(static_cast<int>(maps_.size()), [&](int number) {
    const auto m = static_cast<std::size_t>(number);
    Map& map = maps_[m];
    if (!map.cover.update(occluders_.all()) && map.is_filled) return;
    map.is_filled = true;
    texels[m].assign(map.open.size(), Eigen::Vector4f::Ones());
    for (std::size_t i = 0; i < texels[m].size(); ++i)
      texels[m][i].head<3>() = map.cover.at(i).shaded(map.open[i]);
  });
  for (std::size_t m = 0; m < maps_.size(); ++m) {
    if (texels[m].empty()) continue;
    const FaceCover& cover = maps_[m].cover;
    gl_->bind_texture(GL_TEXTURE_2D, maps_[m].texture.name());
    gl_->tex_image_2d(GL_TEXTURE_2D, 0, GL_RGBA32F, cover.columns(), cover.rows(), 0, GL_RGBA, GL_FLOAT,
                      texels[m].data());
  }
}

}  // namespace mjtwin::sim
