#include "sim/render/surface_library.h"

#include <mujoco/mujoco.h>

#include "sim/core/content_hash.h"
#include "sim/render/closed_surface.h"

namespace mjtwin::sim {
namespace {

constexpr float kShadowCell = 0.002F;  // [m] about a texel of a shadow map
constexpr std::size_t kFewTriangles = 64;

template <class Number>
void append(std::string& key, const Number* numbers, int count) {
  key.append(reinterpret_cast<const char*>(numbers), static_cast<std::size_t>(count) * sizeof(Number));
}

void append_mesh(std::string& key, const mjModel* m, int mesh) {
  const int faces = 3 * m->mesh_facenum[mesh], first = 3 * m->mesh_faceadr[mesh];
  append(key, m->mesh_vert + 3 * m->mesh_vertadr[mesh], 3 * m->mesh_vertnum[mesh]);
  append(key, m->mesh_normal + 3 * m->mesh_normaladr[mesh], 3 * m->mesh_normalnum[mesh]);
  append(key, m->mesh_face + first, faces);
  append(key, m->mesh_facenormal + first, faces);
  const bool is_hull = m->mesh_graphadr[mesh] >= 0, textured = m->mesh_texcoordadr[mesh] >= 0;
  key += is_hull ? 'h' : 'm';
  if (!textured) return;
  append(key, m->mesh_texcoord + 2 * m->mesh_texcoordadr[mesh], 2 * m->mesh_texcoordnum[mesh]);
  append(key, m->mesh_facetexcoord + first, faces);
}

std::string key_of(const mjModel* m, int geom) {
  std::string key;
  append(key, m->geom_type + geom, 1);
  if (m->geom_type[geom] == mjGEOM_MESH)
    append_mesh(key, m, m->geom_dataid[geom]);
  else
    append(key, m->geom_size + 3 * geom, 3);
  return content_hash(key);
}

}  // namespace

std::optional<Surface> for_shadows(const Surface& surface) {
  if (surface.indices.size() < 3 * kFewTriangles) return std::nullopt;
  return coarsened(surface, kShadowCell);
}

std::size_t SurfaceLibrary::bytes(const KnownSurface& surface) {
  const auto of = [](const Surface& s) {
    return s.vertices.size() * sizeof(SurfaceVertex) + s.indices.size() * sizeof(s.indices[0]);
  };
  return sizeof(KnownSurface) + of(surface.seen) + (surface.simpler ? of(*surface.simpler) : 0);
}

std::shared_ptr<const KnownSurface> SurfaceLibrary::of_geom(const mjModel_* model, int geom) const {
  return known_.get(key_of(model, geom), [&] {
    Surface seen = geom_surface(model, geom);
    const bool closed = is_closed(seen);
    std::optional<Surface> simpler = for_shadows(seen);
    return KnownSurface{std::move(seen), std::move(simpler), closed};
  });
}

}  // namespace mjtwin::sim
