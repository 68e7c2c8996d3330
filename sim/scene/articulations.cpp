#include "sim/scene/articulations.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "sim/core/error.h"
#include "sim/scene/body_inertia.h"
#include "sim/scene/physics_settings.h"
#include "sim/scene/scene.h"
#include "sim/scene/spec_units.h"

namespace mjtwin::sim {
namespace {

constexpr double kLinkMass = 0.01;  // [kg] RoboTwin's ArticulationActor sets it on every link

double link_mass(const Actor& actor, const std::string& link) {
  const auto found =
      std::find_if(actor.links.begin(), actor.links.end(), [&](const UrdfLink& l) { return l.name == link; });
  return found == actor.links.end() ? kLinkMass : found->mass;
}

constexpr double kJointFriction = 0.05;  // PhysX's default coefficient, times the load
constexpr double kGravity = 9.81;        // [m/s2]

/// Limits as MuJoCo wants them, lengths scaled; a continuous joint has none.
void add_joint(mjsBody* body, const ModelJoint& joint, double scale, double damping,
               const std::string& name) {
  mjsJoint* element = mjs_addJoint(body, nullptr);
  mjs_setName(element->element, name.c_str());
  const bool slides = joint.type == JointType::kPrismatic;
  // As measured on the robot's joints: in N or N m the coefficient times the weight, hinge or slide.
  element->frictionloss = joint.friction.value_or(kJointFriction) * kLinkMass * kGravity;
  element->solimp_friction[0] = element->solimp_friction[1] = 0.9999;  // holds without creeping
  element->type = slides ? mjJNT_SLIDE : mjJNT_HINGE;
  std::copy_n(joint.axis.data(), 3, element->axis);
  element->damping[0] = damping + joint.damping;
  if (joint.type == JointType::kContinuous) return;
  element->limited = mjLIMITED_TRUE;
  for (std::size_t k = 0; k < 2; ++k) element->range[k] = (slides ? scale : 1.0) * joint.limits[k];
}

mjsBody* add_root(mjSpec* spec, ActorId id, const Actor& actor) {
  mjsBody* body = mjs_addBody(mjs_findBody(spec, "world"), nullptr);
  mjs_setName(body->element, body_name(id).c_str());
  set_pose(body->pos, body->quat, actor.X_WO);
  if (actor.fix_root) return body;
  mjsJoint* free = mjs_addFreeJoint(body);
  free->align = mjALIGNFREE_FALSE;
  mjs_setName(free->element, body_name(id).c_str());
  return body;
}

}  // namespace

std::string joint_name(ActorId actor, std::string_view joint) {
  return fmt::format("{}/{}", body_name(actor), joint);
}

void add_articulation(SceneSpec& scene, ActorId id, const Actor& actor) {
  const SceneAssets& assets = scene.assets;
  const ArticulatedModel& model = assets.catalogue.articulated(actor.model, actor.model_folder);
  const double scale = actor.scale.x();
  const std::map<std::string, Shape> shapes =
      assets.shapes.articulated(actor.model, actor.model_folder, scale);
  std::map<std::string, mjsBody*> bodies;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < model.links.size(); ++i) {
    const std::string& link = model.links[i];
    mjsBody* body = nullptr;
    names.push_back(i == 0 ? body_name(id) : body_name(id, link));
    if (i == 0) {
      body = add_root(scene.get(), id, actor);
    } else {
      const ModelJoint& joint = model.joints[i - 1];
      body = mjs_addBody(bodies.at(joint.parent), nullptr);
      mjs_setName(body->element, names.back().c_str());
      set_pose(body->pos, body->quat, Pose(scale * joint.X_PJ.p, joint.X_PJ.q));
      if (joint.type != JointType::kFixed)
        add_joint(body, joint, scale, actor.joint_damping, joint_name(id, joint.name));
    }
    bodies[link] = body;
    const auto found = shapes.find(link);
    const Shape shape = found == shapes.end() ? Shape{} : found->second;
    set_inertia(body, assets.shapes.moments(actor.model, actor.model_folder, link, scale, shape),
                link_mass(actor, link));
    const std::string key = fmt::format("{}/{}/{:.6g}/{}", actor.model, actor.model_folder, scale, link);
    add_parts(scene, body, shape, key, kDefaultFriction);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      mjsExclude* exclude = mjs_addExclude(scene.get());
      mjs_setString(exclude->bodyname1, names[i].c_str());
      mjs_setString(exclude->bodyname2, names[j].c_str());
    }
}

void set_initial_joints(const mjModel* model, mjData* data, const Layout& layout) {
  for (std::size_t i = 0; i < layout.actors.size(); ++i) {
    const Actor& actor = layout.actors[i];
    if (actor.kind != ActorKind::kUrdf) continue;
    for (std::size_t k = 0; k < std::min(actor.qpos.size(), actor.joints.size()); ++k) {
      const std::string name = joint_name(ActorId{static_cast<int>(i)}, actor.joints[k]);
      const int joint = mj_name2id(model, mjOBJ_JOINT, name.c_str());
      if (joint < 0) throw Error("the articulation has no such joint", {.value = name});
      data->qpos[model->jnt_qposadr[joint]] = actor.qpos[k];
    }
  }
}

}  // namespace mjtwin::sim
