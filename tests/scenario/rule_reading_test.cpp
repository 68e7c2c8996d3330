#include "eval/judge/rule_reading.h"

#include <catch2/catch.hpp>

#include "sim/scene/scene.h"
#include "tasks/scene_view.h"
#include "tests/support/small_scene.h"

using namespace mjtwin;
using namespace mjtwin::eval;

namespace {

/// Wants the box high and then the left gripper open.
class HighAndOpen final : public tasks::Task {
 public:
  void build(tasks::LayoutBuilder&) override {}
  [[nodiscard]] bool success(const tasks::SceneView& scene) override {
    const sim::ActorId box{1};
    return scene.pose(box).p.z() > 0.8 && scene.pose(box).p.z() < 2.0 && scene.gripper(Arm::kLeft) > 0.5;
  }
};

sim::World world_with_box(double height) {
  sim::Layout layout;
  layout.actors = {test::table(), test::box("box", Vec3::Constant(0.02), {-0.0001, 0.1, height})};
  layout.actors.back().roles = {"the_box"};
  return sim::World(sim::Scene::build(layout, sim::SceneOptions{}));
}

}  // namespace

TEST_CASE("A rule's reading tells in order what was asked, each once, and ends where the rule said no") {
  HighAndOpen task;
  const RuleReading low = read_rule(task, world_with_box(0.76), {1.0, 1.0});
  CHECK_FALSE(low.solved);
  REQUIRE(low.lines.size() == 1);
  CHECK(low.lines[0].what == "position of the_box");
  CHECK(low.lines[0].value == "0.000 0.100 0.760");

  const RuleReading closed = read_rule(task, world_with_box(0.9), {0.25, 1.0});
  CHECK_FALSE(closed.solved);
  REQUIRE(closed.lines.size() == 2);
  CHECK(closed.lines[1].what == "left gripper");
  CHECK(closed.lines[1].value == "0.25");

  CHECK(read_rule(task, world_with_box(0.9), {1.0, 0.0}).solved);
}
