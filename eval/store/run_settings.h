#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "eval/protocol/seed_ledger.h"
#include "eval/store/shard.h"
#include "eval/supplies/supplies_choice.h"
#include "eval/workers/watch.h"
#include "sim/scene/layout.h"

/// What a run was asked to do, as it stands in run.json.
namespace mjtwin::eval {

/// A run that may have fewer episodes than asked for, eval/protocol/looks.h.
struct StopRule {
  double half_width = 0.0;  // of every setting's 95 % interval, 0..1: no wider than this, and the run ends
  int looks = 5;            // at which that is asked, evenly spaced; the last has all episodes
  friend bool operator==(const StopRule&, const StopRule&) = default;
};

/// Everything that decides the records of a run. The number of workers does not, nor how a policy's requests
/// are gathered.
struct RunSettings {
  std::string policy = "expert";
  std::string protocol = "robotwin";
  std::vector<std::string> tasks;
  std::vector<sim::Setting> settings{sim::Setting::kClean};
  int episodes = 5;  // a task and setting
  std::optional<StopRule> stop_rule = std::nullopt;
  std::uint64_t first_seed = 100000;
  bool expert_check = true;                     // use only seeds that the task's expert solves
  bool deterministic = false;                   // network policies: one batch shape
  std::uint64_t policy_seed = 0;                // of the policy's own noise
  std::int64_t most_ticks = Watch::kMostTicks;  // a drive that is not over then is an error
  SuppliesChoice supplies{};                    // what is taken in the place of the pack
  std::optional<Shard> shard = std::nullopt;    // the part of the run that is in this folder; none: all of it
  friend bool operator==(const RunSettings&, const RunSettings&) = default;
};

[[nodiscard]] nlohmann::json to_json(const RunSettings& settings);
/// Throws Error naming the field that is missing or broken.
[[nodiscard]] RunSettings run_settings_from_json(const nlohmann::json& json);

/// What results may depend on beside the settings, e.g. {"mjtwin": "0.1.0", "mujoco": "4.0.1"}.
using Versions = std::map<std::string, std::string>;

/// What drew pictures, for people and programs: the renderer with its driver, and the hash of a scene that
/// never changes. Empty where nothing can be drawn, and in runs of older versions.
struct PictureInfo {
  std::string renderer, scene_hash;
};
[[nodiscard]] nlohmann::json to_json(const PictureInfo& pictures);

struct RunInfo {
  RunSettings asked;
  Versions versions;
  std::string command;     // the command line, for people
  std::string started;     // local time, ISO 8601, for people
  PictureInfo pictures{};  // of the process that began the run
  std::string probe{};     // eval/protocol/probe.h as JSON; empty: none was made
};

void write_run_info(const std::filesystem::path& run_folder, const RunInfo& info);
/// Throws Error when there is no readable run.json in the folder.
[[nodiscard]] RunInfo read_run_info(const std::filesystem::path& run_folder);

/// Throws Error naming every field in which a run that is to be continued differs.
void require_same_run(const RunInfo& found, const RunInfo& wanted, const std::filesystem::path& run_folder);

}  // namespace mjtwin::eval
