#pragma once

#include <mujoco/mujoco.h>

#include <span>
#include <string>
#include <vector>

namespace mjtwin::sim {

/// A mesh as MuJoCo takes it; normals and uvs one per vertex, or none.
struct MeshNumbers {
  std::vector<float> vertices, normals, uvs;
  std::vector<int> faces;  // none: the hull of the vertices
};

/// Meshes of a spec as files that are in memory only. MuJoCo keeps what it computes of a mesh file (hull,
/// inertia, bounding boxes) and takes it again for later specs with a file of that name, so that a thing
/// costs its half a millisecond in the first scene it stands in. Files are named by their content. Must live
/// until the spec is compiled.
class MeshFiles {
 public:
  MeshFiles();
  ~MeshFiles() { mj_deleteVFS(&files_); }
  MeshFiles(const MeshFiles&) = delete;
  MeshFiles& operator=(const MeshFiles&) = delete;

  /// A mesh with faces that collides with nothing, or a hull that collides. Others may come back with or
  /// without their hull, as whoever used the file first needed it: give those to the spec itself.
  void put_into(mjsMesh* mesh, const MeshNumbers& numbers);

  [[nodiscard]] const mjVFS* get() const { return &files_; }

 private:
  mjVFS files_{};
};

}  // namespace mjtwin::sim
