#pragma once

#include "sim/scene/actors.h"

namespace mjtwin::sim {

/// Name of an articulation's joint in the model: "actor/7/joint_1".
[[nodiscard]] std::string joint_name(ActorId actor, std::string_view joint);

/// Adds an articulation: a body per link (the root is body_name(id), the others body_name(id, link)), hinges
/// and slides with the catalogue's frames, axes and limits, the layout's mass (RoboTwin sets 10 g) on every
/// link with the inertia of its colliders at 1000 kg/m3. The root stands at Actor::X_WO, fixed or with a free
/// joint. Links of one articulation do not collide with each other: ours are drawn closer than their
/// neighbours allow.
void add_articulation(SceneSpec& scene, ActorId id, const Actor& actor);

/// Puts the joints of all articulations of a layout where Actor::qpos says.
void set_initial_joints(const mjModel* model, mjData* data, const Layout& layout);

}  // namespace mjtwin::sim
