#pragma once

#include <Eigen/Core>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/render/ambient_light.h"
#include "sim/render/crazy_light.h"
#include "sim/render/light_sources.h"
#include "sim/render/scene_surfaces.h"
#include "sim/render/stage_light.h"
#include "sim/render/surroundings.h"
#include "sim/render/view.h"
#include "sim/render/visible_state.h"

namespace mjtwin::sim {

/// A scene in the memory of the graphics device.
struct LoadedScene {
  /// `shadow_tile`: texels a side of a light's shadow map. `known`: the light of the scene before, which is
  /// often that of this one.
  LoadedScene(const GlFunctions& gl, const SurfaceLibrary& library, const VisibleState& state,
              int shadow_tile, std::optional<StageLight> known);

  /// Other lights, as the crazy light has for each frame.
  void relight(const GlFunctions& gl, const mjData_* data, const CrazyLight& now);
  /// What may be in the picture: small things by look, then the large ones from the nearest on, so that few
  /// pixels are shaded that something covers later.
  [[nodiscard]] std::vector<int> in_view(std::span<const GeomPose> poses, const View& view) const;

  std::shared_ptr<const void> scene;  // keeps the model
  const mjModel_* model;
  std::vector<LargeBox> large;
  Eigen::Vector3f sky;
  WorldBox region;
  std::vector<LightSource> lights;
  StageLight stage;
  SceneSurfaces surfaces;
  AmbientLight ambient;
};

}  // namespace mjtwin::sim
