#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/scene/world.h"
#include "tasks/task.h"

namespace mjtwin::eval {

/// What a success rule looked at, in words and numbers, in the order in which it asked. A rule stops at the
/// first thing that is not as it should be, so the last line of a "no" is where it failed.
struct RuleReading {
  bool solved = false;
  struct Line {
    std::string what, value;  // "pose of red block", "0.02 -0.13 0.77"
  };
  std::vector<Line> lines;
};

/// Asks the task about a world as it stands, with the grippers' commanded openings by arm. The task object is
/// for this alone: some rules remember what they were asked.
[[nodiscard]] RuleReading read_rule(tasks::Task& task, const sim::World& world,
                                    const std::array<double, 2>& gripper);

}  // namespace mjtwin::eval
