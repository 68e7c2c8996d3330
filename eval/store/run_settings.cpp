#include "eval/store/run_settings.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "eval/store/record.h"
#include "eval/text_file.h"
#include "sim/core/error.h"

namespace mjtwin::eval {
namespace {

constexpr const char* kSchema = "mjtwin.run.v1";

template <typename T>
T field(const nlohmann::json& json, const char* key) {
  try {
    return json.at(key).get<T>();
  } catch (const nlohmann::json::exception& e) {
    throw Error("run.json is broken", {.field = key, .value = e.what()});
  }
}

/// "episodes = 5, not 6; ...", nothing when all that is wanted is found.
std::string differences(const nlohmann::json& found, const nlohmann::json& wanted) {
  std::string text;
  for (const auto& [key, value] : wanted.items()) {
    const nlohmann::json before = found.value(key, nlohmann::json());
    if (before == value) continue;
    text += fmt::format("{}{} = {}, not {}", text.empty() ? "" : "; ", key, before.dump(), value.dump());
  }
  return text;
}

nlohmann::json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

}  // namespace

nlohmann::json to_json(const RunSettings& s) {
  nlohmann::json settings = nlohmann::json::array();
  for (sim::Setting setting : s.settings) settings.push_back(name(setting));
  return {
      {"policy", s.policy},
      {"protocol", s.protocol},
      {"tasks", s.tasks},
      {"settings", settings},
      {"episodes", s.episodes},
      {"stop_when",
       s.stop_rule ? nlohmann::json{{"half_width", s.stop_rule->half_width}, {"looks", s.stop_rule->looks}}
                   : nlohmann::json()},
      {"first_seed", s.first_seed},
      {"expert_check", s.expert_check},
      {"deterministic", s.deterministic},
      {"policy_seed", s.policy_seed},
      {"most_ticks", s.most_ticks},
      {"robotwin", text_or_null(s.supplies.robotwin)},
      {"randomization",
       s.supplies.randomization.empty() ? nlohmann::json() : nlohmann::json::parse(s.supplies.randomization)},
      {"embodiment", text_or_null(s.supplies.embodiment)},
      {"shard", s.shard ? nlohmann::json(to_text(*s.shard)) : nlohmann::json()}};
}

RunSettings run_settings_from_json(const nlohmann::json& json) {
  RunSettings s;
  s.policy = field<std::string>(json, "policy");
  s.protocol = field<std::string>(json, "protocol");
  s.tasks = field<std::vector<std::string>>(json, "tasks");
  s.settings.clear();
  for (const auto& setting : field<std::vector<std::string>>(json, "settings"))
    s.settings.push_back(sim::setting_from_name(setting));
  s.episodes = field<int>(json, "episodes");
  if (const auto rule = json.value("stop_when", nlohmann::json()); !rule.is_null())
    s.stop_rule = StopRule{field<double>(rule, "half_width"), field<int>(rule, "looks")};
  s.first_seed = field<std::uint64_t>(json, "first_seed");
  s.expert_check = field<bool>(json, "expert_check");
  s.deterministic = field<bool>(json, "deterministic");
  s.policy_seed = field<std::uint64_t>(json, "policy_seed");
  s.most_ticks = json.contains("most_ticks") ? field<std::int64_t>(json, "most_ticks") : s.most_ticks;
  if (!json.value("robotwin", nlohmann::json()).is_null())
    s.supplies.robotwin = field<std::string>(json, "robotwin");
  if (const auto drawn = json.value("randomization", nlohmann::json()); !drawn.is_null())
    s.supplies.randomization = drawn.dump();
  if (!json.value("embodiment", nlohmann::json()).is_null())
    s.supplies.embodiment = field<std::string>(json, "embodiment");
  if (!json.value("shard", nlohmann::json()).is_null())
    s.shard = parse_shard(field<std::string>(json, "shard"));
  return s;
}

nlohmann::json to_json(const PictureInfo& pictures) {
  return {{"renderer", pictures.renderer}, {"scene_hash", pictures.scene_hash}};
}

void write_run_info(const std::filesystem::path& run_folder, const RunInfo& info) {
  nlohmann::json document{{"schema", kSchema},         {"asked", to_json(info.asked)},
                          {"versions", info.versions}, {"pictures", to_json(info.pictures)},
                          {"command", info.command},   {"started", info.started}};
  if (!info.probe.empty()) document["probe"] = nlohmann::json::parse(info.probe);
  write_text(run_folder / "run.json", document.dump(2) + "\n");
}

RunInfo read_run_info(const std::filesystem::path& run_folder) {
  const std::filesystem::path file = run_folder / "run.json";
  const auto document = nlohmann::json::parse(read_text(file), nullptr, false);
  if (!document.is_object() || document.value("schema", "") != kSchema)
    throw Error("this is not the run.json of a run", {.file = file.string()});
  const auto pictures = document.value("pictures", nlohmann::json::object());
  return {run_settings_from_json(field<nlohmann::json>(document, "asked")),
          field<Versions>(document, "versions"),
          field<std::string>(document, "command"),
          field<std::string>(document, "started"),
          {pictures.value("renderer", ""), pictures.value("scene_hash", "")},
          document.contains("probe") ? document["probe"].dump() : std::string()};
}

void require_same_run(const RunInfo& found, const RunInfo& wanted, const std::filesystem::path& run_folder) {
  std::string text = differences(to_json(found.asked), to_json(wanted.asked));
  const std::string versions = differences(found.versions, wanted.versions);
  if (!text.empty() && !versions.empty()) text += "; ";
  text += versions;
  if (text.empty()) return;
  throw Error(
      "this folder holds a run with " + text + "; continue it with the same settings, or name another --out",
      {.file = (run_folder / "run.json").string(), .field = text.substr(0, text.find(' '))});
}

}  // namespace mjtwin::eval
