#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "eval/statistics/statistics.h"
#include "eval/store/run_store.h"
#include "eval/verdicts/claim.h"

namespace mjtwin::eval {

/// {"episodes", "successes", "errors", "rate", "wilson", ...}: the part that every row of results.json has.
[[nodiscard]] nlohmann::json tally_json(const Tally& tally);

/// results.json: {"tasks": [{"task", "setting", "episodes", "successes", "errors", "rate", "wilson", ...}],
/// "settings": {"clean": {the same keys, "tasks": n, "task_mean": {"rate", "interval",
/// "interval_over_tasks"}}}, "overall": {the same keys}, "verdict": {...}}. A rate without trials is null.
[[nodiscard]] nlohmann::json results_json(const Summary& summary);

/// junit.xml: a test suite a task and setting, a test case an episode; an unsuccessful one is a failure.
[[nodiscard]] std::string junit_xml(std::span<const EpisodeRecord> episodes,
                                    std::span<const SkipRecord> skips);

/// Which published result a run is held against.
struct ClaimQuestion {
  std::string id;  // empty: that of the run's policy, if somebody has published one
  double margin = kClaimMargin;
};

/// Writes results.json, junit.xml, results.csv, episodes.csv and report.html from run.db and run.json, and
/// returns results.json, with "claim" (eval/verdicts/claim.h) where the run is held against a published
/// result, "looks" (eval/protocol/looks.h) where it may end early, and what differs from machine to machine
/// or from run to run: "pictures" (PictureInfo) and "work" (eval/store/session.h).
nlohmann::json write_results(const std::filesystem::path& run_folder, const ClaimQuestion& question = {});

}  // namespace mjtwin::eval
