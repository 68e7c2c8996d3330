#include "eval/store/results.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "eval/markup.h"
#include "eval/protocol/looks.h"
#include "eval/report/report.h"
#include "eval/statistics/task_mean.h"
#include "eval/store/csv.h"
#include "eval/store/run_settings.h"
#include "eval/text_file.h"
#include "policy/policy_spec.h"

namespace mjtwin::eval {
namespace {

nlohmann::json or_null(const std::optional<double>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

std::string test_case_xml(const EpisodeRecord& record) {
  const double seconds = record.timings.total_s();
  const std::string open = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\" time=\"{:.3f}\"",
                                       record.key.task, name(record.key.setting), record.key.seed, seconds);
  if (record.outcome == Outcome::kSuccess) return open + "/>\n";
  const char* element = record.outcome == Outcome::kError ? "error" : "failure";
  return fmt::format("{}><{} type=\"{}\" message=\"{}\"/></testcase>\n", open, element, name(record.outcome),
                     escape_markup(record.reason));
}

std::string test_case_xml(const SkipRecord& record) {
  return fmt::format(
      "    <testcase classname=\"{}.{}\" name=\"{}\" time=\"{:.3f}\"><skipped message=\"{}: "
      "{}\"/></testcase>\n",
      record.key.task, name(record.key.setting), record.key.seed,
      record.timings.setup_s + record.timings.check_s, name(record.kind), escape_markup(record.why));
}

/// The expert's published rates are of another kind: they are judged only when somebody asks.
std::optional<ClaimResult> judge_run(const Summary& summary, const RunInfo& info,
                                     const ClaimQuestion& question) {
  if (!question.id.empty()) return judge(summary, find_claim(question.id), question.margin);
  const std::string kind = policy::parse_policy_spec(info.asked.policy).kind;
  const auto claim = kind == "expert" ? std::nullopt : published_claim(kind);
  if (!claim) return std::nullopt;
  return judge(summary, *claim, question.margin);
}

}  // namespace

nlohmann::json tally_json(const Tally& tally) {
  const Interval interval = tally.interval();
  return {{"episodes", tally.episodes},
          {"successes", tally.successes},
          {"errors", tally.errors},
          {"rate", or_null(tally.rate())},
          {"wilson", {interval.lo, interval.hi}},
          {"step_limits", tally.step_limits},
          {"stopped", tally.stops},
          {"skipped_unstable", tally.unstable},
          {"skipped_expert_failed", tally.expert_failed},
          {"mean_ticks", or_null(tally.mean_ticks())},
          {"mean_policy_actions", or_null(tally.mean_policy_actions())},
          {"reasons", tally.reasons},
          {"skip_reasons", tally.skip_reasons}};
}

nlohmann::json results_json(const Summary& summary) {
  nlohmann::json tasks = nlohmann::json::array();
  for (const TaskTally& row : summary.tasks) {
    nlohmann::json entry = tally_json(row.tally);
    entry["task"] = row.task;
    entry["setting"] = name(row.setting);
    tasks.push_back(std::move(entry));
  }
  nlohmann::json settings = nlohmann::json::object();
  for (const SettingTally& row : summary.settings) {
    nlohmann::json entry = tally_json(row.tally);
    entry["tasks"] = row.tasks;
    entry["task_mean"] = to_json(task_mean(summary, row.setting));
    settings[std::string(name(row.setting))] = std::move(entry);
  }
  nlohmann::json overall = tally_json(summary.overall);
  overall["task_mean"] = to_json(task_mean(summary, std::nullopt));
  const std::string refusal = verdict_refusal(summary.overall);
  return {{"schema", "mjtwin.results.v1"},
          {"tasks", tasks},
          {"settings", settings},
          {"overall", overall},
          {"verdict", {{"allowed", refusal.empty()}, {"refused_because", refusal}}}};
}

std::string junit_xml(std::span<const EpisodeRecord> episodes, std::span<const SkipRecord> skips) {
  struct Suite {
    Tally tally;
    std::string cases;
  };
  std::map<std::string, Suite> suites;
  const auto add = [&](const auto& record) {
    Suite& suite = suites[fmt::format("{}.{}", record.key.task, name(record.key.setting))];
    suite.tally.add(record);
    suite.cases += test_case_xml(record);
  };
  for (const auto& record : episodes) add(record);
  for (const auto& record : skips) add(record);

  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mjtwin\">\n";
  for (const auto& [suite_name, suite] : suites) {
    const Tally& t = suite.tally;
    const int skipped = t.unstable + t.expert_failed;
    xml += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{}  "
        "</testsuite>\n",
        suite_name, t.episodes + skipped, t.step_limits + t.stops, t.errors, skipped, suite.cases);
  }
  return xml + "</testsuites>\n";
}

nlohmann::json write_results(const std::filesystem::path& run_folder, const ClaimQuestion& question) {
  const RunStore store(run_folder, RunStore::Mode::kReadOnly);
  const RunInfo info = read_run_info(run_folder);
  const auto episodes = store.episodes();
  const auto skips = store.skips();
  const LookPlan plan(info.asked);
  const std::vector<Look> looks = plan.taken(episodes, skips);
  const Summary summary = summarize(episodes, skips, plan.shares(looks));
  const std::optional<ClaimResult> claim = judge_run(summary, info, question);
  nlohmann::json results = results_json(summary);
  if (claim) results["claim"] = to_json(*claim);
  const auto sessions = store.sessions();
  results["work"] = work_json(sessions);
  results["pictures"] = to_json(info.pictures);
  if (info.asked.stop_rule) results["looks"] = looks_json(info.asked, summary, looks);
  write_text(run_folder / "results.json", results.dump(2) + "\n");
  write_text(run_folder / "results.csv", tasks_csv(summary));
  write_text(run_folder / "episodes.csv", episodes_csv(episodes, skips));
  write_text(run_folder / "junit.xml", junit_xml(episodes, skips));
  write_text(run_folder / "report.html",
             report_html({info, run_folder, summary, episodes, skips, claim, looks, sessions}));
  return results;
}

}  // namespace mjtwin::eval
