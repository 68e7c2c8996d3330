#include "sim/scene/scene_assets.h"

#include <utility>

#include "sim/core/asset_root.h"

namespace mjtwin::sim {

std::size_t ClutterParts::bytes(const ClutterParts& parts) {
  std::size_t sum = sizeof(ClutterParts);
  for (const Part& part : parts.shape) {
    const TriangleMesh& mesh = part.mesh;
    sum += sizeof(Part) + (mesh.vertices.size() + mesh.normals.size()) * sizeof(Vec3) +
           mesh.uvs.size() * sizeof(mesh.uvs[0]) + mesh.faces.size() * sizeof(mesh.faces[0]);
  }
  return sum;
}

std::shared_ptr<SceneAssets> assets_over_pack(std::shared_ptr<const AssetSource> over) {
  const std::filesystem::path objects = asset_root() / "objects";
  return std::make_shared<SceneAssets>(SceneAssets{.catalogue = Catalogue(objects, over),
                                                   .shapes = ShapeLibrary(objects / "shapes", over),
                                                   .textures = TextureSource(std::move(over))});
}

}  // namespace mjtwin::sim
