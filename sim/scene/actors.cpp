#include "sim/scene/actors.h"

#include <fmt/format.h>
#include <mujoco/mujoco.h>

#include <utility>

#include "sim/core/error.h"
#include "sim/robot/robot_spec.h"
#include "sim/scene/articulations.h"
#include "sim/scene/body_inertia.h"
#include "sim/scene/box_texture.h"
#include "sim/scene/physics_settings.h"
#include "sim/scene/scene.h"
#include "sim/scene/spec_units.h"

namespace mjtwin::sim {
namespace {

constexpr double kClutterMass = 0.01;  // [kg] RoboTwin's Actor sets it on everything

/// create_box and create_table give textured boxes this finish (create_actor.py, cf47ab5).
Material finish(const Color& color, const std::string& texture) {
  Material material{.color = color, .texture = texture};
  if (!texture.empty()) material.metallic = 0.1, material.roughness = 0.3;
  return material;
}

/// A box that collides; a textured one is drawn by an unfolded mesh.
void append_box(Shape& shape, const BoxShape& box, const Material& material, bool collides) {
  Part part{
      .kind = PartKind::kBox, .X_SP = box.X_OS, .size = box.half_size, .mesh = {}, .material = material};
  part.collides = collides;
  part.visible = material.texture.empty();
  shape.push_back(part);
  if (part.visible) return;
  part.kind = PartKind::kMesh;
  part.mesh = unfolded_box(box.half_size);
  part.visible = true;
  part.collides = false;
  shape.push_back(part);
}

mjsBody* add_free_body(mjSpec* spec, const std::string& name, const Pose& X_WO,
                       const VolumeMoments& colliders, double mass, bool is_static) {
  mjsBody* body = mjs_addBody(mjs_findBody(spec, "world"), nullptr);
  mjs_setName(body->element, name.c_str());
  set_pose(body->pos, body->quat, X_WO);
  if (is_static) return body;
  mjsJoint* joint = mjs_addFreeJoint(body);
  joint->align = mjALIGNFREE_FALSE;
  mjs_setName(joint->element, name.c_str());
  set_inertia(body, colliders, mass);
  return body;
}

void add_table(SceneSpec& scene, const std::string& name, const Actor& actor) {
  Shape top, legs;
  for (std::size_t i = 0; i < actor.shapes.size(); ++i) {
    const bool is_top = i == 0;
    append_box(is_top ? top : legs, actor.shapes[i],
               is_top ? finish(actor.color, actor.texture) : Material{.color = actor.color}, true);
  }
  Shape all = top;
  all.insert(all.end(), legs.begin(), legs.end());
  mjsBody* body =
      add_free_body(scene.get(), name, actor.X_WO, volume_moments(all), actor.mass, actor.is_static);
  add_parts(scene, body, top, name + "/top", kHardFriction);
  add_parts(scene, body, legs, name + "/legs", kDefaultFriction);
}

Shape primitive_shape(const Actor& actor) {
  Shape shape;
  if (actor.kind == ActorKind::kSphere) {
    shape.push_back({.kind = PartKind::kSphere,
                     .X_SP = {},
                     .size = Vec3::Constant(actor.radius),
                     .mesh = {},
                     .material = {.color = actor.color}});
    return shape;
  }
  append_box(shape, {.half_size = actor.half_size, .X_OS = {}}, finish(actor.color, actor.texture),
             actor.kind != ActorKind::kVisualBox);
  return shape;
}

void add_rigid(SceneSpec& scene, const std::string& name, const std::string& mesh_key, const Shape& shape,
               const VolumeMoments& colliders, const Pose& X_WO, double mass, bool is_static,
               double friction) {
  mjsBody* body = add_free_body(scene.get(), name, X_WO, colliders, mass, is_static);
  add_parts(scene, body, shape, mesh_key, friction);
}

std::string mesh_key(const std::string& id, const std::string& variant, const Vec3& scale) {
  return fmt::format("{}/{}/{:.6g},{:.6g},{:.6g}", id, variant, scale.x(), scale.y(), scale.z());
}

}  // namespace

std::string clutter_body_name(int position) {
  return fmt::format("clutter/{}", position);
}

Shape rigid_shape(const SceneAssets& assets, const Actor& actor) {
  const RigidModel& model = assets.catalogue.rigid(actor.model, actor.model_id);
  return assets.shapes.rigid(actor.model, std::to_string(actor.model_id), {model.center, model.extents},
                             actor.scale);
}

Shape rigid_shape(const SceneAssets& assets, const ClutterItem& item) {
  if (item.type == "urdf") {
    const auto [x, y] = assets.shapes.footprint(item.name);
    const ObjectBox box{.center = {0, 0, item.z_offset + 0.5 * item.z_max},
                        .extents = {2 * x * item.radius, 2 * y * item.radius, item.z_max}};
    return assets.shapes.rigid(item.name, item.id, box, item.scale);
  }
  const RigidModel& model = assets.catalogue.rigid(item.name, std::stoi(item.id));
  return assets.shapes.rigid(item.name, item.id, {model.center, model.extents}, item.scale);
}

void add_actor(SceneSpec& scene, ActorId id, const Actor& actor) {
  const std::string name = body_name(id);
  switch (actor.kind) {
    case ActorKind::kUrdf:
      return add_articulation(scene, id, actor);
    case ActorKind::kCompound:
      return add_table(scene, name, actor);
    case ActorKind::kMesh: {
      const Shape shape = rigid_shape(scene.assets, actor);
      return add_rigid(scene, name, mesh_key(actor.model, std::to_string(actor.model_id), actor.scale), shape,
                       volume_moments(shape), actor.X_WO, actor.mass, actor.is_static, kDefaultFriction);
    }
    case ActorKind::kBox:
    case ActorKind::kSphere:
    case ActorKind::kVisualBox: {
      const bool is_static = actor.is_static || actor.kind == ActorKind::kVisualBox;
      const Shape shape = primitive_shape(actor);
      return add_rigid(scene, name, name, shape, volume_moments(shape), actor.X_WO, actor.mass, is_static,
                       kHardFriction);
    }
  }
}

void add_dressed_robot(SceneSpec& scene) {
  const SceneAssets& assets = scene.assets;
  constexpr double kNoFriction = 0.0;  // looks touch nothing
  const std::vector<LinkPlace> places = add_robot(scene.get(), assets.robot->model, scene.meshes);
  for (const auto& [link, look] : assets.robot_looks) {
    const LinkPlace& place = places[static_cast<std::size_t>(assets.robot->model.link_index(link))];
    Shape shape = look;
    for (Part& part : shape) part.X_SP = place.X_BL * part.X_SP;
    add_parts(scene, place.body, shape, "robot_looks/" + link, kNoFriction);
  }
}

std::shared_ptr<const ClutterParts> clutter_parts(const ClutterItem& item, const SceneAssets& assets) {
  // All that rigid_shape() looks at.
  const std::string key =
      fmt::format("{}/{}/{}/{},{},{}/{}/{}/{}", item.type, item.name, item.id, item.scale.x(), item.scale.y(),
                  item.scale.z(), item.radius, item.z_offset, item.z_max);
  return assets.clutter.get(key, [&] {
    Shape shape = rigid_shape(assets, item);
    const VolumeMoments colliders = item.type == "urdf"
                                        ? assets.shapes.moments(item.name, item.id, "", item.scale.x(), shape)
                                        : volume_moments(shape);
    return ClutterParts{std::move(shape), colliders};
  });
}

void add_clutter(SceneSpec& scene, int position, const ClutterItem& item, const ClutterParts& parts) {
  add_rigid(scene, clutter_body_name(position), mesh_key(item.name, item.id, item.scale), parts.shape,
            parts.colliders, item.X_WO, kClutterMass, false, kDefaultFriction);
}

}  // namespace mjtwin::sim
