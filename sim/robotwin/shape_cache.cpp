#include "sim/robotwin/shape_cache.h"

#include <assimp/version.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "sim/core/content_hash.h"
#include "sim/core/error.h"
#include "sim/robotwin/file_guard.h"
#include "sim/robotwin/shape_bytes.h"

namespace fs = std::filesystem;

namespace mjtwin::sim {
namespace {

constexpr int kFormat = 1;  // raised whenever the same files give another shape, or other bytes
constexpr std::size_t kHashDigits = 32;

std::string header() {
  return fmt::format("mjtwin shape {}\n", kFormat);
}

/// A name that no other thread or process uses.
fs::path scratch_name(const fs::path& file) {
  static std::atomic<unsigned> count{0};
  return file.string() + fmt::format(".{}.{}.part", getpid(), count++);
}

}  // namespace

fs::path ShapeCache::default_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return fs::path(cache) / "mjtwin/shapes";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache/mjtwin/shapes";
  return {};
}

std::string ShapeCache::key(std::string_view role, std::string_view extension, std::string_view bytes) const {
  const std::string maker = fmt::format("{} assimp {}.{}.{} {} {} ", kFormat, aiGetVersionMajor(),
                                        aiGetVersionMinor(), aiGetVersionPatch(), role, extension);
  return content_hash(maker + content_hash(bytes));
}

std::optional<LoadedShape> ShapeCache::find(const std::string& key, const fs::path& root) const {
  if (folder_.empty()) return std::nullopt;
  std::ifstream file(folder_ / key, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string start = header();
  if (!text.starts_with(start) || text.size() < start.size() + kHashDigits) return std::nullopt;
  const std::string_view hash = std::string_view(text).substr(start.size(), kHashDigits);
  const std::string_view bytes = std::string_view(text).substr(start.size() + kHashDigits);
  if (content_hash(bytes) != hash) return std::nullopt;
  try {
    ReadShape read = shape_from_bytes(bytes);
    for (const FileStamp& other : read.others)
      if (content_hash(read_guarded(root / other.name)) != other.hash) return std::nullopt;
    return std::move(read.shape);
  } catch (const std::runtime_error&) {  // also an Error: a file beside the mesh is gone
    return std::nullopt;
  }
}

void ShapeCache::keep(const std::string& key, const LoadedShape& shape, const std::vector<fs::path>& others,
                      const fs::path& root) const {
  if (folder_.empty()) return;
  std::vector<FileStamp> stamps;
  for (const fs::path& other : others)
    stamps.push_back({other.lexically_relative(root).string(), content_hash(read_guarded(other))});
  const std::string bytes = to_bytes(shape, stamps);
  std::error_code problem;
  fs::create_directories(folder_, problem);
  const fs::path scratch = scratch_name(folder_ / key);
  {
    std::ofstream file(scratch, std::ios::binary);
    file << header() << content_hash(bytes) << bytes;
    if (!file.flush()) problem = std::make_error_code(std::errc::io_error);
  }
  if (!problem) fs::rename(scratch, folder_ / key, problem);
  if (problem) fs::remove(scratch, problem);
}

}  // namespace mjtwin::sim
