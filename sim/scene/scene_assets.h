#pragma once

#include <map>
#include <memory>
#include <string>

#include "sim/assets/asset_source.h"
#include "sim/assets/catalogue.h"
#include "sim/assets/shape.h"
#include "sim/assets/shape_library.h"
#include "sim/assets/texture_source.h"
#include "sim/core/recently_used.h"
#include "sim/robot/robot.h"

namespace mjtwin::sim {

/// What a clutter object is made of.
struct ClutterParts {
  Shape shape;
  VolumeMoments colliders;
  [[nodiscard]] static std::size_t bytes(const ClutterParts& parts);
};

/// Where scenes take their things from: facts, shapes, pictures, the robot. Files are read when first asked
/// for; may be shared between threads.
struct SceneAssets {
  Catalogue catalogue;
  ShapeLibrary shapes;
  TextureSource textures;
  std::shared_ptr<const Robot> robot = make_robot();
  /// What is seen of the robot's links beside their own looks, in the links' frames.
  std::map<std::string, Shape> robot_looks{};
  /// Clutter that was met lately: all of the pack has room.
  RecentlyUsed<ClutterParts> clutter{64U << 20U, ClutterParts::bytes};
};

/// The embedded pack with `over` in the place of whatever that has.
[[nodiscard]] std::shared_ptr<SceneAssets> assets_over_pack(std::shared_ptr<const AssetSource> over);

}  // namespace mjtwin::sim
