#include "eval/judge/rule_reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scene/scene.h"
#include "tasks/world_view.h"

namespace mjtwin::eval {
namespace {

/// To the millimetre, without the sign of a zero.
std::string words(const Vec3& p) {
  const Vec3 shown = (1e3 * p).array().round() / 1e3 + 0.0;
  return fmt::format("{:.3f} {:.3f} {:.3f}", shown.x(), shown.y(), shown.z());
}

/// A scene that takes note of what it is asked.
class NotedScene final : public tasks::SceneView {
 public:
  NotedScene(const sim::World& world, const std::array<double, 2>& gripper)
      : layout_(world.scene().layout()), view_(world), gripper_(gripper) {}

  [[nodiscard]] const std::vector<RuleReading::Line>& lines() const { return lines_; }

  [[nodiscard]] Pose pose(sim::ActorId actor) const override {
    const Pose X_WO = view_.pose(actor);
    note("position of " + name_of(actor), words(X_WO.p));
    return X_WO;
  }
  [[nodiscard]] double gripper(Arm arm) const override {
    const double opening = gripper_[index(arm)];
    note(fmt::format("{} gripper", name(arm)), fmt::format("{:.2f}", opening));
    return opening;
  }
  [[nodiscard]] std::vector<double> joint_positions(sim::ActorId actor) const override {
    auto q = view_.joint_positions(actor);
    note("joints of " + name_of(actor), fmt::format("{:.3f}", fmt::join(q, " ")));
    return q;
  }
  [[nodiscard]] Pose link_pose(sim::ActorId actor, std::string_view link) const override {
    const Pose X_WL = view_.link_pose(actor, link);
    note(fmt::format("position of {} {}", name_of(actor), link), words(X_WL.p));
    return X_WL;
  }
  [[nodiscard]] Pose tcp(Arm arm) const override {
    const Pose X_WTcp = view_.tcp(arm);
    note(fmt::format("{} tool point", name(arm)), words(X_WTcp.p));
    return X_WTcp;
  }
  [[nodiscard]] bool in_contact(std::string_view first, std::string_view second) const override {
    const bool touch = view_.in_contact(first, second);
    note(fmt::format("{} touches {}", first, second), touch ? "yes" : "no");
    return touch;
  }
  [[nodiscard]] std::vector<Vec3> gripper_contact_points(std::string_view actor) const override {
    auto points = view_.gripper_contact_points(actor);
    note(fmt::format("fingers touch {}", actor), fmt::format("{} points", points.size()));
    return points;
  }

 private:
  /// The same thing is told once.
  void note(std::string what, std::string value) const {
    const bool told = std::any_of(lines_.begin(), lines_.end(),
                                  [&](const RuleReading::Line& line) { return line.what == what; });
    if (!told) lines_.push_back({std::move(what), std::move(value)});
  }
  [[nodiscard]] std::string name_of(sim::ActorId id) const {
    const sim::Actor& actor = layout_.actors[static_cast<std::size_t>(id.value)];
    return actor.roles.empty() ? actor.name : actor.roles.front();
  }

  const sim::Layout& layout_;
  tasks::WorldView view_;
  std::array<double, 2> gripper_;
  mutable std::vector<RuleReading::Line> lines_;  // grows while a rule, which only reads, is asked
};

}  // namespace

RuleReading read_rule(tasks::Task& task, const sim::World& world, const std::array<double, 2>& gripper) {
  const NotedScene scene(world, gripper);
  const bool solved = task.success(scene);
  return {solved, scene.lines()};
}

}  // namespace mjtwin::eval
