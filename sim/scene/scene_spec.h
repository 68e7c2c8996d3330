#pragma once

#include "sim/robot/mesh_files.h"
#include "sim/scene/mujoco_handles.h"
#include "sim/scene/scene_assets.h"

namespace mjtwin::sim {

/// A scene while it is put together.
struct SceneSpec {
  const SceneAssets& assets;
  MeshFiles meshes{};
  SpecPtr spec{mj_makeSpec()};

  [[nodiscard]] mjSpec* get() const { return spec.get(); }
};

}  // namespace mjtwin::sim
