#include <fmt/format.h>

#include "sim/core/error.h"
#include "sim/scene/actors.h"
#include "sim/scene/physics_settings.h"
#include "sim/scene/scene_textures.h"
#include "sim/scene/spec_units.h"

namespace mjtwin::sim {
namespace {

constexpr int kDrawnGroup = 2;      // drawn, collides with nothing
constexpr int kCollidingGroup = 0;  // drawn and colliding
constexpr int kHiddenGroup = 3;     // colliding, never drawn

template <class Rows>
std::vector<float> flatten(const Rows& rows) {
  std::vector<float> flat;
  for (const auto& row : rows)
    for (int k = 0; k < static_cast<int>(row.size()); ++k) flat.push_back(static_cast<float>(row[k]));
  return flat;
}

void add_mesh(SceneSpec& scene, const std::string& name, const TriangleMesh& mesh, bool collides) {
  if (mjs_findElement(scene.get(), mjOBJ_MESH, name.c_str()) != nullptr) return;
  mjsMesh* element = mjs_addMesh(scene.get(), nullptr);
  mjs_setName(element->element, name.c_str());
  MeshNumbers numbers{flatten(mesh.vertices), flatten(mesh.normals), flatten(mesh.uvs), {}};
  for (const auto& f : mesh.faces) numbers.faces.insert(numbers.faces.end(), f.begin(), f.end());
  const bool is_hull = mesh.faces.empty();
  // A thin or open drawn surface has no volume that an inertia could be computed from.
  if (!is_hull) element->inertia = mjMESH_INERTIA_SHELL;
  if (is_hull == collides)
    scene.meshes.put_into(element, numbers);
  else  // a hull that is drawn only: not for MeshFiles
    mjs_setFloat(element->uservert, numbers.vertices.data(), static_cast<int>(numbers.vertices.size()));
}

std::string add_material(SceneSpec& scene, const Material& m) {
  mjSpec* spec = scene.get();
  const std::string name =
      fmt::format("material/{}/{:.4g},{:.4g},{:.4g},{:.4g}/{:.3g},{:.3g},{:.3g}", m.texture, m.color[0],
                  m.color[1], m.color[2], m.color[3], m.roughness, m.specular, m.metallic);
  if (mjs_findElement(spec, mjOBJ_MATERIAL, name.c_str()) != nullptr) return name;
  mjsMaterial* material = mjs_addMaterial(spec, nullptr);
  mjs_setName(material->element, name.c_str());
  std::copy(m.color.begin(), m.color.end(), material->rgba);
  material->roughness = static_cast<float>(m.roughness);
  material->metallic = static_cast<float>(m.metallic);
  material->specular = static_cast<float>(m.specular);
  if (!m.texture.empty()) {
    std::fill_n(material->rgba, 3, 1.0F);  // a texture replaces the colour
    add_texture(spec, material, m.texture, scene.assets.textures);
  }
  return name;
}

mjtGeom geom_type(PartKind kind) {
  switch (kind) {
    case PartKind::kBox:
      return mjGEOM_BOX;
    case PartKind::kSphere:
      return mjGEOM_SPHERE;
    case PartKind::kCapsule:
      return mjGEOM_CAPSULE;
    case PartKind::kCylinder:
      return mjGEOM_CYLINDER;
    case PartKind::kEllipsoid:
      return mjGEOM_ELLIPSOID;
    case PartKind::kHull:
    case PartKind::kMesh:
      return mjGEOM_MESH;
  }
  throw Error("unknown kind of part");
}

}  // namespace

void add_parts(SceneSpec& scene, mjsBody* body, const Shape& shape, const std::string& name,
               double friction) {
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const Part& part = shape[i];
    mjsGeom* geom = mjs_addGeom(body, nullptr);
    geom->type = geom_type(part.kind);
    set_pose(geom->pos, geom->quat, part.X_SP);
    const bool collides = part.collides && part.kind != PartKind::kMesh;
    if (geom->type == mjGEOM_MESH) {
      const std::string mesh = fmt::format("{}/{}", name, i);
      add_mesh(scene, mesh, part.mesh, collides);
      mjs_setString(geom->meshname, mesh.c_str());
    } else {
      std::copy_n(part.size.data(), 3, geom->size);
    }
    geom->contype = geom->conaffinity = collides ? 1 : 0;
    geom->group = !collides ? kDrawnGroup : part.visible ? kCollidingGroup : kHiddenGroup;
    geom->friction[0] = friction;
    geom->density = 0;  // bodies carry explicit inertias
    if (part.visible) mjs_setString(geom->material, add_material(scene, part.material).c_str());
  }
}

}  // namespace mjtwin::sim
