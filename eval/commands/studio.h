#pragma once

#include <memory>

#include "sim/assets/shape.h"
#include "sim/core/image.h"
#include "sim/scene/scene_assets.h"

namespace mjtwin::eval {

/// A thing to be shown, in its own frame [m].
struct Exhibit {
  sim::Shape shape;
  sim::Shape marks{};               // drawn about it: lines of one colour each that throw no shadow
  Quat upright = Quat::Identity();  // from its frame to the world's, z up
  double zoom = 1.0;
};

/// Where single things are photographed: RoboTwin's light and a camera that looks at white ground from the
/// front, above, with the thing standing in the middle, turned a little so that its side shows.
class Studio {
 public:
  static constexpr double kSize = 0.2;  // [m] what is as long as this, after its zoom, fills the picture

  /// Throws EnvironmentError where nothing can be drawn.
  Studio();
  ~Studio();
  Studio(const Studio&) = delete;
  Studio& operator=(const Studio&) = delete;

  /// 4 x 3 pictures. The assets: those that the shape came from.
  [[nodiscard]] Image draw(const Exhibit& exhibit, const std::shared_ptr<const sim::SceneAssets>& assets,
                           int width, int height);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mjtwin::eval
