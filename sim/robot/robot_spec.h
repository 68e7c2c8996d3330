#pragma once

#include <mujoco/mujoco.h>

#include <string>
#include <string_view>
#include <vector>

#include "sim/robot/mesh_files.h"
#include "sim/robot/robot_model.h"

namespace mjtwin::sim {

/// Where a link's shapes go: its own body, or the nearest one above it that has a body.
struct LinkPlace {
  mjsBody* body = nullptr;
  Pose X_BL;
};

/// Adds the robot at home (all joints 0) to a world under construction. A link that moves, leads to one that
/// moves, or rides on one becomes a body with the link's name; every other link is fixed, and its shapes hang
/// on the root body. Arm and finger joints keep their names. Their drives are joint springs towards 0
/// (stiffness kp, damping kd): a drive target is then the applied force kp q + kd qd. Collision geoms are
/// named "robot/<link>/<k>". Joint friction is not in the model: whoever steps it applies it. How soft
/// contacts and limits are follows from the spec's defaults. Result: the places of RobotModel::links.
std::vector<LinkPlace> add_robot(mjSpec* spec, const RobotModel& robot, MeshFiles& meshes);

/// Name of the camera on a hand: "left_camera".
[[nodiscard]] std::string wrist_camera(Arm side);

/// The link that a geom of the robot belongs to: "fl_link7" of "robot/fl_link7/0"; empty for any other geom.
[[nodiscard]] std::string_view robot_link_of_geom(std::string_view geom_name);

}  // namespace mjtwin::sim
