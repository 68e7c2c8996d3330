#include "sim/robot/mesh_files.h"

#include <array>

#include "sim/core/content_hash.h"

namespace mjtwin::sim {
namespace {

template <class Numbers>
void append(std::string& bytes, const Numbers& numbers) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0]));
}

/// MuJoCo's own format, documentation "XML Reference, asset/mesh": four counts, then the numbers.
std::string msh_file(const MeshNumbers& mesh) {
  const auto count = [](std::size_t numbers, std::size_t each) { return static_cast<int>(numbers / each); };
  std::string bytes;
  append(bytes, std::array<int, 4>{count(mesh.vertices.size(), 3), count(mesh.normals.size(), 3),
                                   count(mesh.uvs.size(), 2), count(mesh.faces.size(), 3)});
  append(bytes, mesh.vertices);
  append(bytes, mesh.normals);
  append(bytes, mesh.uvs);
  append(bytes, mesh.faces);
  return bytes;
}

}  // namespace

MeshFiles::MeshFiles() {
  mj_defaultVFS(&files_);
  // All clutter of the pack takes 140 MB; MuJoCo's own limit, four times as much, is a lot for many workers.
  constexpr std::size_t kMostBytes = 160U << 20U;
  mj_setCacheCapacity(mj_getCache(), kMostBytes);
}

void MeshFiles::put_into(mjsMesh* mesh, const MeshNumbers& numbers) {
  const std::string bytes = msh_file(numbers);
  const std::string name = content_hash(bytes) + ".msh";
  if (mj_containsBufferVFS(&files_, name.c_str()) == 0)
    mj_addBufferVFS(&files_, name.c_str(), bytes.data(), static_cast<int>(bytes.size()));
  mjs_setString(mesh->file, name.c_str());
}

}  // namespace mjtwin::sim
