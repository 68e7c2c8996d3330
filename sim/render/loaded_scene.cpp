#include "sim/render/loaded_scene.h"

#include <mujoco/mujoco.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <utility>

namespace mjtwin::sim {
namespace {

/// A point just above the middle of the table.
Eigen::Vector3f table_middle(const WorldBox& region) {
  constexpr float kAbove = 0.1F;  // [m]
  return {region.centre().x(), region.centre().y(), region.lower.z() + kAbove};
}

}  // namespace

LoadedScene::LoadedScene(const GlFunctions& gl, const SurfaceLibrary& library, const VisibleState& state,
                         int shadow_tile, std::optional<StageLight> known)
    : scene(state.scene),
      model(state.model),
      large(large_boxes(model, state.data)),
      sky(Eigen::Map<const Eigen::Vector3f>(model->vis.headlight.ambient)),
      region(focus(model, state.data, large)),
      lights(light_sources(model, state.data, region, shadow_tile)),
      stage(known && known->is_of(large, lights, sky, region) ? *std::move(known)
                                                              : StageLight(large, lights, sky, region)),
      surfaces(gl, library, model, state.data, stage.faces()),
      ambient(gl, model, state.data, surfaces, stage, table_middle(region)) {}

void LoadedScene::relight(const GlFunctions& gl, const mjData* data, const CrazyLight& now) {
  for (std::size_t i = 0; i < lights.size(); ++i) lights[i].colour = now.lights[i];
  sky = now.sky;
  stage = StageLight(large, lights, sky, region);
  ambient = AmbientLight(gl, model, data, surfaces, stage, table_middle(region));
}

std::vector<int> LoadedScene::in_view(std::span<const GeomPose> poses, const View& view) const {
  std::vector<int> out;
  std::vector<float> distances(poses.size(), 0);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const SurfaceGeom& geom = surfaces.geoms()[i];
    const auto pose = Eigen::Map<const Eigen::Matrix<float, 3, 4, Eigen::RowMajor>>(poses[i].data());
    if (!view.may_show(pose * geom.centre.homogeneous(), geom.radius)) continue;
    out.push_back(static_cast<int>(i));
    if (!geom.is_large) continue;
    const Eigen::Vector3f eye = pose.leftCols<3>().transpose() * (view.eye - pose.col(3)) - geom.centre;
    distances[i] = (eye.cwiseAbs() - geom.half_size).cwiseMax(0).norm();
  }
  std::stable_sort(out.begin(), out.end(), [&](int a, int b) {
    return distances[static_cast<std::size_t>(a)] < distances[static_cast<std::size_t>(b)];
  });
  return out;
}

}  // namespace mjtwin::sim
