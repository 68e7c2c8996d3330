#include "sim/robotwin/shape_files.h"

#include <algorithm>
#include <cmath>

#include "sim/core/content_hash.h"
#include "sim/core/error.h"
#include "sim/robotwin/convex_pieces.h"
#include "sim/robotwin/file_guard.h"
#include "sim/robotwin/mesh_file.h"
#include "sim/robotwin/picture_file.h"

namespace fs = std::filesystem;

namespace mjtwin::sim {
namespace {

constexpr int kMostTiles = 8;  // repetitions of a picture along a side

/// Texture coordinates repeat with 1: puts a picture that a mesh shows several times into one picture, since
/// ours do not repeat. More than eight times eight are squeezed into that.
void unroll(TriangleMesh& mesh, Image& picture) {
  std::array<int, 2> tiles{1, 1};
  for (std::size_t k = 0; k < 2; ++k) {
    double lowest = 1e30, highest = -1e30;
    for (const auto& uv : mesh.uvs) lowest = std::min(lowest, uv[k]), highest = std::max(highest, uv[k]);
    constexpr double kSlack = 1e-3;
    if (lowest >= -kSlack && highest <= 1 + kSlack) continue;
    const double first = std::floor(lowest + kSlack),
                 count = std::max(1.0, std::ceil(highest - kSlack) - first);
    tiles[k] = static_cast<int>(std::min<double>(kMostTiles, count));
    for (auto& uv : mesh.uvs) uv[k] = (uv[k] - first) / count;
  }
  if (tiles[0] * tiles[1] > 1) picture = repeated(picture, tiles[0], tiles[1]);
}

void append(TriangleMesh& all, const TriangleMesh& more, bool with_uvs) {
  const int first = static_cast<int>(all.vertices.size());
  all.vertices.insert(all.vertices.end(), more.vertices.begin(), more.vertices.end());
  all.normals.insert(all.normals.end(), more.normals.begin(), more.normals.end());
  if (with_uvs) {
    all.uvs.insert(all.uvs.end(), more.uvs.begin(), more.uvs.end());
    all.uvs.resize(all.vertices.size(), {0.0, 0.0});
  }
  for (const auto& f : more.faces) all.faces.push_back({first + f[0], first + f[1], first + f[2]});
}

LoadedShape drawn_parts(const MeshFile& file) {
  LoadedShape out;
  out.notes = file.notes;
  for (int m = 0; m < static_cast<int>(file.materials.size()); ++m) {
    const FileMaterial& look = file.materials[static_cast<std::size_t>(m)];
    const bool textured = !look.picture.rgb.empty();
    Part part{
        .kind = PartKind::kMesh, .X_SP = {}, .size = Vec3::Zero(), .mesh = {}, .material = look.surface};
    part.collides = false;
    for (const FileMesh& mesh : file.meshes)
      if (mesh.material == m) append(part.mesh, mesh.mesh, textured);
    if (part.mesh.faces.empty()) continue;
    if (textured) {
      Image picture = look.picture;
      unroll(part.mesh, picture);
      part.material.texture =
          "object/" + content_hash({reinterpret_cast<const char*>(picture.rgb.data()), picture.rgb.size()});
      out.pictures[part.material.texture] = std::move(picture);
    }
    out.parts.push_back(std::move(part));
  }
  return out;
}

std::vector<Corners> pieces_of(const MeshFile& mesh, const fs::path& file, Colliding how,
                               std::vector<std::string>& notes) {
  if (how == Colliding::kHull) {
    Corners all;
    for (const FileMesh& part : mesh.meshes)
      all.insert(all.end(), part.mesh.vertices.begin(), part.mesh.vertices.end());
    Corners corners = hull_corners(all);
    std::vector<Corners> pieces;
    if (!corners.empty()) pieces.push_back(std::move(corners));
    return pieces;
  }
  if (how == Colliding::kCut) {
    if (auto pieces = decomposed(mesh)) return *std::move(pieces);
    notes.push_back(file.string() + ": collides as its convex hull, since CoACD is not installed");
  }
  const std::string kind = file.extension();
  const bool by_parts = kind == ".ply" || kind == ".PLY" || kind == ".stl" || kind == ".STL";
  return by_parts ? pieces_of_parts(mesh) : pieces_of_nodes(mesh);
}

LoadedShape colliding_parts(const MeshFile& mesh, const fs::path& file, Colliding how) {
  LoadedShape out;
  for (Corners& corners : pieces_of(mesh, file, how, out.notes)) {
    Part part{.kind = PartKind::kHull};
    part.mesh.vertices = std::move(corners);
    part.visible = false;
    out.parts.push_back(std::move(part));
  }
  if (out.parts.empty())
    throw Error("a collision mesh that is flat: nothing of it has a volume", {.file = file.string()});
  return out;
}

std::string role(Colliding how) {
  switch (how) {
    case Colliding::kNodes:
      return "nodes";
    case Colliding::kHull:
      return "hull";
    case Colliding::kCut:
      return "cut 0.1 " + decomposition_library();
  }
  return {};
}

}  // namespace

LoadedShape ShapeFiles::drawn(const fs::path& file) const {
  const std::string bytes = read_guarded(file);
  const std::string key = cache_.key("drawn", file.extension().string(), bytes);
  if (auto kept = cache_.find(key, root_)) return *std::move(kept);
  const MeshFile mesh = read_mesh_file(file, bytes, root_, MeshUse::kDraw);
  LoadedShape shape = drawn_parts(mesh);
  if (shape.notes.empty()) cache_.keep(key, shape, mesh.others, root_);
  return shape;
}

LoadedShape ShapeFiles::colliding(const fs::path& file, Colliding how) const {
  const std::string bytes = read_guarded(file);
  const std::string key = cache_.key(role(how), file.extension().string(), bytes);
  if (auto kept = cache_.find(key, root_)) return *std::move(kept);
  const MeshFile mesh = read_mesh_file(file, bytes, root_, MeshUse::kCollide);
  LoadedShape shape = colliding_parts(mesh, file, how);
  if (shape.notes.empty()) cache_.keep(key, shape, mesh.others, root_);
  return shape;
}

}  // namespace mjtwin::sim
