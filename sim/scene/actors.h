#pragma once

#include <mujoco/mujoco.h>

#include <string>

#include "sim/assets/shape.h"
#include "sim/scene/layout.h"
#include "sim/scene/scene_spec.h"

namespace mjtwin::sim {

/// Adds one actor: its body, named body_name(id), at Actor::X_WO (a free joint unless it is static or its
/// root is fixed), colliding geoms (group 0, or 3 when never drawn), drawn geoms (group 2, no contacts), and
/// Actor::mass with the inertia that the colliders have at 1000 kg/m3, as SAPIEN leaves it. Every colliding
/// geom carries its own side's friction: 0.5 for boxes, spheres and the table top, 0.3 for everything else.
void add_actor(SceneSpec& scene, ActorId id, const Actor& actor);

/// "clutter/3": the body of Layout::clutter[3].
[[nodiscard]] std::string clutter_body_name(int position);

/// What a clutter object is made of: built once, kept in assets.clutter.
[[nodiscard]] std::shared_ptr<const ClutterParts> clutter_parts(const ClutterItem& item,
                                                                const SceneAssets& assets);

/// Adds a clutter object, a free body of 10 g (RoboTwin's Actor sets that on everything).
void add_clutter(SceneSpec& scene, int position, const ClutterItem& item, const ClutterParts& parts);

/// The shape of an actor of kind mesh or of a clutter object, in its own frame [m].
[[nodiscard]] Shape rigid_shape(const SceneAssets& assets, const Actor& actor);
[[nodiscard]] Shape rigid_shape(const SceneAssets& assets, const ClutterItem& item);

/// Adds the robot and what assets.robot_looks has for its links.
void add_dressed_robot(SceneSpec& scene);

/// Adds a shape's parts as geoms of a body. `name` keys its meshes: equal names share them.
void add_parts(SceneSpec& scene, mjsBody* body, const Shape& shape, const std::string& name, double friction);

}  // namespace mjtwin::sim
