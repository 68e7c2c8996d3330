#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mjtwin::sim {

/// Where things are in a user's RoboTwin: a checkout with its downloaded assets/, or the assets folder
/// itself.
class RobotwinFolder {
 public:
  /// Throws Error when there is neither assets/objects nor objects nor description below it.
  explicit RobotwinFolder(const std::filesystem::path& given);

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }  // as given
  [[nodiscard]] const std::filesystem::path& objects() const { return objects_; }
  [[nodiscard]] const std::filesystem::path& background_textures() const { return textures_; }
  /// description/ with task_instruction/ and objects_description/.
  [[nodiscard]] std::filesystem::path description() const { return root_ / "description"; }
  [[nodiscard]] std::filesystem::path step_limits() const {
    return root_ / "task_config/_eval_step_limit.yml";
  }
  [[nodiscard]] std::filesystem::path objaverse_list() const { return objects_ / "objaverse/list.json"; }

  /// The files of one model of a rigid object, as create_actor picks them (envs/utils/create_actor.py,
  /// cf47ab5).
  struct RigidFiles {
    std::filesystem::path visual, collision;
    bool pieces = false;  // the collision file is one of its own, made of convex pieces
  };
  /// Nothing when one of the two is missing.
  [[nodiscard]] std::optional<RigidFiles> rigid(std::string_view id, std::string_view variant) const;
  [[nodiscard]] std::filesystem::path rigid_metadata(std::string_view id, int variant) const;
  /// Variants that have a model_data<variant>.json, ascending.
  [[nodiscard]] std::vector<int> variants(std::string_view id) const;

  /// Folders of an articulated object with a mobility.urdf, by their number.
  [[nodiscard]] std::vector<std::filesystem::path> articulations(std::string_view id) const;
  /// objaverse/<name>/<variant>/model.urdf
  [[nodiscard]] std::filesystem::path objaverse_urdf(std::string_view name, std::string_view variant) const;
  /// Ids of all objects ("020_hammer"), ordered.
  [[nodiscard]] std::vector<std::string> ids() const;
  [[nodiscard]] std::filesystem::path robots() const { return objects_.parent_path() / "embodiments"; }
  /// The URDF of a robot, as its embodiments/<robot>/config.yml names it; nothing where there is no such
  /// folder. Throws Error for a config.yml that does not say.
  [[nodiscard]] std::optional<std::filesystem::path> robot_urdf(std::string_view robot) const;
  /// Number of pictures in background_texture/<kind>, as RoboTwin counts them: all files.
  [[nodiscard]] int texture_count(std::string_view kind) const;

 private:
  std::filesystem::path root_, objects_, textures_;
};

/// The number that the whole text is; nothing when it is none, or negative.
[[nodiscard]] std::optional<int> number_in(std::string_view text);

/// Whether an id is one of the numbered objects ("020_hammer") and not of objaverse's ("hammer").
[[nodiscard]] bool is_numbered(std::string_view id);

}  // namespace mjtwin::sim
