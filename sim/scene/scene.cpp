#include "sim/scene/scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/core/error.h"
#include "sim/core/shared_work.h"
#include "sim/robot/robot_spec.h"
#include "sim/scene/actors.h"
#include "sim/scene/physics_settings.h"
#include "sim/scene/scene_textures.h"
#include "sim/scene/sleep_watch.h"
#include "sim/scene/stage.h"

namespace mjtwin::sim {
namespace {

void add_prop(SceneSpec& scene, const Prop& prop) {
  mjsBody* body = add_rigid_body(
      scene.get(),
      {.body_name = prop.name, .X_WO = prop.X_WO, .is_static = true, .inertial = {}, .solids = {}});
  add_parts(scene, body, prop.shape, prop.name, kHardFriction);
}

void add_all_clutter(SceneSpec& scene, const std::vector<ClutterItem>& items) {
  std::vector<std::shared_ptr<const ClutterParts>> parts(items.size());
  share_work(static_cast<int>(items.size()), [&](int i) {
    const auto n = static_cast<std::size_t>(i);
    parts[n] = clutter_parts(items[n], scene.assets);
  });
  for (std::size_t i = 0; i < items.size(); ++i) add_clutter(scene, static_cast<int>(i), items[i], *parts[i]);
}

ModelPtr compile(const SceneSpec& scene, const Layout& layout) {
  ModelPtr model(mj_compile(scene.get(), scene.meshes.get()));
  if (!model) {
    throw Error("the scene does not compile: " + std::string(mjs_getError(scene.get())),
                {.task = layout.task, .seed = std::to_string(layout.seed)});
  }
  set_free_body_damping(model.get());
  return model;
}

int id_of(const mjModel* model, mjtObj type, const std::string& name) {
  const int id = mj_name2id(model, type, name.c_str());
  if (id < 0) throw Error("the scene has nothing of this name", {.value = name});
  return id;
}

}  // namespace

std::string body_name(ActorId actor) {
  return fmt::format("actor/{}", actor.value);
}
std::string body_name(ActorId actor, std::string_view link) {
  return fmt::format("actor/{}/{}", actor.value, link);
}

std::shared_ptr<const Scene> Scene::build(Layout layout, const SceneOptions& options) {
  std::shared_ptr<Scene> scene(new Scene);
  scene->layout_ = std::move(layout);
  scene->has_robot_ = options.robot;
  scene->substeps_ = options.physics.substeps;
  scene->assets_ = options.assets ? options.assets : std::make_shared<const SceneAssets>();
  SceneSpec spec{.assets = *scene->assets_};
  apply_physics(spec.get(), options.physics);
  add_stage(spec.get(), scene->layout_);
  for (int i = 0; i < static_cast<int>(scene->layout_.actors.size()); ++i) {
    add_actor(spec, {i}, scene->layout_.actors[i]);
  }
  add_all_clutter(spec, scene->layout_.clutter);
  for (const Prop& prop : options.props) add_prop(spec, prop);
  for (const RigidBody& body : options.extra_bodies) add_rigid_body(spec.get(), body);
  if (options.robot) add_dressed_robot(spec);
  PatternsToCome patterns(spec.get());
  scene->model_ = compile(spec, scene->layout_);
  patterns.put_into(scene->model_.get());
  let_only_loose_bodies_sleep(scene->model_.get());
  scene->resolve();
  return scene;
}

void Scene::resolve() {
  const mjModel* m = model();
  std::map<int, std::string> names;  // by body
  for (int i = 0; i < static_cast<int>(layout_.actors.size()); ++i) {
    actor_bodies_.push_back(id_of(m, mjOBJ_BODY, body_name(ActorId{i})));
    const Actor& actor = layout_.actors[i];
    const bool articulated = actor.kind == ActorKind::kUrdf && !actor.links.empty();
    names[actor_bodies_.back()] = articulated ? actor.links.front().name : actor.name;
  }
  for (int i = 0; i < static_cast<int>(layout_.clutter.size()); ++i) {
    names[id_of(m, mjOBJ_BODY, clutter_body_name(i))] = layout_.clutter[i].name;
  }
  std::map<std::string, int> robot_owners;
  for (int g = 0; g < m->ngeom; ++g) {
    const int b = m->geom_bodyid[g];
    const char* geom_name = mj_id2name(m, mjOBJ_GEOM, g);
    const std::string link(robot_link_of_geom(geom_name != nullptr ? geom_name : ""));
    const bool touches = m->geom_contype[g] != 0 || m->geom_conaffinity[g] != 0;
    if (!touches) {
      contact_names_.emplace_back();
      contact_owners_.push_back(-1);
    } else if (!link.empty()) {
      contact_names_.push_back(link);
      contact_owners_.push_back(
          m->nbody + robot_owners.emplace(link, static_cast<int>(robot_owners.size())).first->second);
    } else if (b == 0) {
      contact_names_.emplace_back("ground");
      contact_owners_.push_back(0);
    } else {
      const std::string own = mj_id2name(m, mjOBJ_BODY, b);
      const auto known = names.find(b);
      // A link of an articulation is called by its link's name.
      const auto slash = own.find('/', own.find('/') == std::string::npos ? 0 : own.find('/') + 1);
      contact_names_.push_back(known != names.end()         ? known->second
                               : slash != std::string::npos ? own.substr(slash + 1)
                                                            : own);
      contact_owners_.push_back(b);
    }
  }
  for (int g = 0; g < m->ngeom; ++g) owner_names_[contact_owners_[g]] = contact_names_[g];
  if (!has_robot_) return;
  for (const Arm side : kArms) resolve_arm(side);
}

void Scene::resolve_arm(Arm side) {
  const mjModel* m = model();
  const RobotArm& arm = robot().arm(side);
  ArmIds& ids = arms_[index(side)];
  for (const std::string& name : arm.joints) {
    const int joint = id_of(m, mjOBJ_JOINT, name);
    ids.qpos.push_back(m->jnt_qposadr[joint]);
    ids.dof.push_back(m->jnt_dofadr[joint]);
    ids.body.push_back(m->jnt_bodyid[joint]);
  }
  for (std::size_t j = 0; j < arm.fingers.size(); ++j) {
    const int joint = id_of(m, mjOBJ_JOINT, arm.fingers[j]);
    ids.finger_qpos[j] = m->jnt_qposadr[joint];
    ids.finger_dof[j] = m->jnt_dofadr[joint];
    ids.finger_body[j] = m->jnt_bodyid[joint];
  }
  for (int g = 0; g < m->ngeom; ++g) {
    const int body = m->body_weldid[m->geom_bodyid[g]];
    const bool on_finger = body == ids.finger_body[0] || body == ids.finger_body[1];
    if (on_finger && contact_owners_[g] >= 0) finger_names_.insert(contact_names_[g]);
  }
  ids.ee_body = id_of(m, mjOBJ_BODY, arm.ee_link);
  std::vector<int> dofs = ids.dof;
  dofs.insert(dofs.end(), ids.finger_dof.begin(), ids.finger_dof.end());
  for (std::size_t j = 0; j < dofs.size(); ++j)
    if (dofs[j] != dofs[0] + static_cast<int>(j))
      throw Error("an arm's joints and its fingers must follow each other in the robot's file",
                  {.field = "links", .value = robot().name});
}

int Scene::body(ActorId actor) const {
  return actor_bodies_.at(static_cast<std::size_t>(actor.value));
}

int Scene::link_body(ActorId actor, std::string_view link) const {
  const std::vector<UrdfLink>& links = layout_.actors.at(static_cast<std::size_t>(actor.value)).links;
  if (!links.empty() && links.front().name == link) return body(actor);
  return id_of(model(), mjOBJ_BODY, body_name(actor, link));
}

bool Scene::is_finger(std::string_view contact_name) const {
  return finger_names_.contains(contact_name);
}

std::string_view Scene::owner_name(int owner) const {
  const auto found = owner_names_.find(owner);
  return found == owner_names_.end() ? std::string_view() : found->second;
}

int Scene::camera(std::string_view name) const {
  return id_of(model(), mjOBJ_CAMERA, std::string(name));
}

}  // namespace mjtwin::sim
