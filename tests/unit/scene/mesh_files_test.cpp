#include "sim/robot/mesh_files.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/scene/mujoco_handles.h"

using namespace mjtwin::sim;

namespace {

/// Corners on an ellipsoid.
MeshNumbers ball(float radius, float height) {
  MeshNumbers out;
  for (int i = 0; i < 40; ++i) {
    const float z = 1 - (static_cast<float>(i) + 0.5F) / 20, r = std::sqrt(1 - z * z);
    const float turn = 2.4F * static_cast<float>(i);
    for (const float x : {radius * r * std::cos(turn), radius * r * std::sin(turn), height * z})
      out.vertices.push_back(x);
  }
  return out;
}

/// A pyramid without a floor, drawn with normals and uvs.
MeshNumbers tent() {
  return {.vertices = {1, 1, 0, -1, 1, 0, -1, -1, 0, 1, -1, 0, 0, 0, 1},
          .normals = {1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, 1},
          .uvs = {0, 0, 1, 0, 1, 1, 0, 1, 0.5F, 0.5F},
          .faces = {0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4}};
}

enum class From { kNumbers, kFile };

mjsMesh* add_geom(mjSpec* spec, const char* name, bool collides) {
  mjsMesh* mesh = mjs_addMesh(spec, nullptr);
  mjs_setName(mesh->element, name);
  mjsGeom* geom = mjs_addGeom(mjs_findBody(spec, "world"), nullptr);
  geom->type = mjGEOM_MESH;
  mjs_setString(geom->meshname, name);
  geom->contype = geom->conaffinity = collides ? 1 : 0;
  return mesh;
}

void put(mjsMesh* mesh, const MeshNumbers& numbers, From from, MeshFiles& files) {
  if (from == From::kFile) return files.put_into(mesh, numbers);
  const auto size = [](const auto& x) { return static_cast<int>(x.size()); };
  mjs_setFloat(mesh->uservert, numbers.vertices.data(), size(numbers.vertices));
  if (numbers.faces.empty()) return;
  mjs_setFloat(mesh->usernormal, numbers.normals.data(), size(numbers.normals));
  mjs_setFloat(mesh->usertexcoord, numbers.uvs.data(), size(numbers.uvs));
  for (mjIntVec* indices : {mesh->userface, mesh->userfacenormal, mesh->userfacetexcoord})
    mjs_setInt(indices, numbers.faces.data(), size(numbers.faces));
}

ModelPtr model(const MeshNumbers& hull, From from) {
  const SpecPtr spec(mj_makeSpec());
  MeshFiles files;
  put(add_geom(spec.get(), "hull", true), hull, from, files);
  mjsMesh* drawn = add_geom(spec.get(), "drawn", false);
  drawn->inertia = mjMESH_INERTIA_SHELL;
  put(drawn, tent(), from, files);
  ModelPtr out(mj_compile(spec.get(), files.get()));
  INFO(mjs_getError(spec.get()));
  REQUIRE(out);
  return out;
}

template <class Number>
void check_same(const Number* a, const Number* b, int count) {
  CHECK(std::vector<Number>(a, a + count) == std::vector<Number>(b, b + count));
}

void check_same_meshes(const mjModel* a, const mjModel* b) {
  REQUIRE(a->nmeshvert == b->nmeshvert);
  REQUIRE(a->nmeshface == b->nmeshface);
  REQUIRE(a->nmeshgraph == b->nmeshgraph);
  REQUIRE(a->nbvh == b->nbvh);
  const auto count = [](auto n) { return static_cast<int>(n); };
  check_same(a->mesh_vert, b->mesh_vert, count(3 * a->nmeshvert));
  check_same(a->mesh_normal, b->mesh_normal, count(3 * a->nmeshnormal));
  check_same(a->mesh_texcoord, b->mesh_texcoord, count(2 * a->nmeshtexcoord));
  check_same(a->mesh_face, b->mesh_face, count(3 * a->nmeshface));
  check_same(a->mesh_facenormal, b->mesh_facenormal, count(3 * a->nmeshface));
  check_same(a->mesh_graph, b->mesh_graph, count(a->nmeshgraph));
  check_same(a->bvh_aabb, b->bvh_aabb, count(6 * a->nbvh));
  check_same(a->geom_pos, b->geom_pos, count(3 * a->ngeom));
  check_same(a->geom_quat, b->geom_quat, count(4 * a->ngeom));
  check_same(a->geom_aabb, b->geom_aabb, count(6 * a->ngeom));
}

}  // namespace

TEST_CASE("A mesh from a file is the mesh from its numbers, when it is new and when it is known") {
  const ModelPtr wanted = model(ball(0.1F, 0.3F), From::kNumbers);
  for (int time = 0; time < 2; ++time) {
    INFO("time " << time);
    check_same_meshes(model(ball(0.1F, 0.3F), From::kFile).get(), wanted.get());
  }
}

TEST_CASE("Meshes of one name and other numbers are other meshes") {
  const ModelPtr thin = model(ball(0.1F, 0.5F), From::kFile), thick = model(ball(0.2F, 0.5F), From::kFile);
  check_same_meshes(thick.get(), model(ball(0.2F, 0.5F), From::kNumbers).get());
  CHECK(thin->geom_aabb[3] != thick->geom_aabb[3]);
}

TEST_CASE("A spec may have the same mesh twice") {
  const SpecPtr spec(mj_makeSpec());
  MeshFiles files;
  files.put_into(add_geom(spec.get(), "one", true), ball(1, 1));
  files.put_into(add_geom(spec.get(), "other", true), ball(1, 1));
  const ModelPtr both(mj_compile(spec.get(), files.get()));
  REQUIRE(both);
  CHECK(both->mesh_vertnum[0] == both->mesh_vertnum[1]);
}
