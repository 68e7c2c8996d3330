#pragma once

#include <memory>

#include "eval/view/moment.h"
#include "sim/scene/scene.h"

namespace mjtwin::eval {

/// A world of the window's own, in which moments of an episode are looked at.
class Ghost {
 public:
  explicit Ghost(std::shared_ptr<const sim::Scene> scene) : world_(std::move(scene)) {}

  void pose(const Moment& moment);
  [[nodiscard]] const sim::World& world() const { return world_; }

 private:
  sim::World world_;
};

}  // namespace mjtwin::eval
