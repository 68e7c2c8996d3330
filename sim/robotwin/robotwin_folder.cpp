#include "sim/robotwin/robotwin_folder.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "sim/core/error.h"
#include "sim/robotwin/file_guard.h"

namespace fs = std::filesystem;

namespace mjtwin::sim {
namespace {

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored)) && !ignored;
}

/// The entries of a folder, ordered; none when it is no folder.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (fs::directory_iterator it(folder, ignored), end; it != end; it.increment(ignored)) {
    if (ignored) break;
    out.push_back(it->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// RoboTwin's get_glb_or_obj_file.
fs::path glb_or_obj(const fs::path& folder, std::string_view variant) {
  const fs::path glb = folder / ("base" + std::string(variant) + ".glb");
  return is_there(glb) ? glb : folder / ("textured" + std::string(variant) + ".obj");
}

}  // namespace

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_numbered(std::string_view id) {
  const std::size_t digits = id.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos && id[digits] == '_';
}

RobotwinFolder::RobotwinFolder(const fs::path& given) : root_(given.lexically_normal()) {
  if (!root_.has_filename()) root_ = root_.parent_path();
  const fs::path assets =
      is_there(root_ / "assets/objects") || !is_there(root_ / "objects") ? root_ / "assets" : root_;
  objects_ = assets / "objects";
  textures_ = assets / "background_texture";
  if (!is_there(objects_) && !is_there(textures_) && !is_there(description()))
    throw Error("no RoboTwin folder: neither assets/objects nor description is in it",
                {.file = root_.string()});
  if (assets == root_ && !is_there(description()) && is_there(root_.parent_path() / "description"))
    root_ = root_.parent_path();  // the assets folder of a checkout
}

std::optional<RobotwinFolder::RigidFiles> RobotwinFolder::rigid(std::string_view id,
                                                                std::string_view variant) const {
  const fs::path folder = objects_ / id;
  RigidFiles files{glb_or_obj(folder / "visual", variant), glb_or_obj(folder / "collision", variant), true};
  if (!is_there(files.visual)) files.visual = glb_or_obj(folder, variant);
  if (!is_there(files.collision)) {
    files.collision = glb_or_obj(folder, variant);
    files.pieces = false;
  }
  if (!is_there(files.visual) || !is_there(files.collision)) return std::nullopt;
  return files;
}

fs::path RobotwinFolder::rigid_metadata(std::string_view id, int variant) const {
  return objects_ / id / ("model_data" + std::to_string(variant) + ".json");
}

std::vector<int> RobotwinFolder::variants(std::string_view id) const {
  std::vector<int> out;
  for (const fs::path& file : entries(objects_ / id)) {
    const std::string stem = file.stem();
    if (file.extension() != ".json" || !stem.starts_with("model_data")) continue;
    if (const auto number = number_in(std::string_view(stem).substr(10))) out.push_back(*number);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<fs::path> RobotwinFolder::articulations(std::string_view id) const {
  std::vector<fs::path> out;
  for (const fs::path& folder : entries(objects_ / id))
    if (number_in(folder.filename().string()) && is_there(folder / "mobility.urdf")) out.push_back(folder);
  std::sort(out.begin(), out.end(), [](const fs::path& a, const fs::path& b) {
    return *number_in(a.filename().string()) < *number_in(b.filename().string());
  });
  return out;
}

fs::path RobotwinFolder::objaverse_urdf(std::string_view name, std::string_view variant) const {
  return objects_ / "objaverse" / name / variant / "model.urdf";
}

std::vector<std::string> RobotwinFolder::ids() const {
  std::vector<std::string> out;
  for (const fs::path& folder : entries(objects_))
    if (is_numbered(folder.filename().string()) && fs::is_directory(folder)) out.push_back(folder.filename());
  return out;
}

std::optional<fs::path> RobotwinFolder::robot_urdf(std::string_view robot) const {
  const fs::path folder = robots() / robot, config = folder / "config.yml";
  if (!is_there(folder)) return std::nullopt;
  try {
    return path_within(folder, folder, YAML::Load(read_guarded(config))["urdf_path"].as<std::string>(),
                       config);
  } catch (const YAML::Exception& problem) {
    throw Error("a robot's config.yml without its urdf_path: " + problem.msg,
                {.file = config.string(), .field = "urdf_path"});
  }
}

int RobotwinFolder::texture_count(std::string_view kind) const {
  int count = 0;
  for (const fs::path& file : entries(textures_ / kind)) count += fs::is_regular_file(file) ? 1 : 0;
  return count;
}

}  // namespace mjtwin::sim
