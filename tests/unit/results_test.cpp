#include "eval/store/results.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "eval/markup.h"
#include "eval/progress/progress_table.h"
#include "eval/store/csv.h"
#include "eval/store/run_settings.h"
#include "eval/text_file.h"
#include "eval/verdicts/published.h"
#include "tests/support/temporary_folder.h"

using namespace mjtwin;
using namespace mjtwin::eval;

namespace {

EpisodeRecord episode(const std::string& task, std::uint64_t seed, Outcome outcome, std::string reason = "") {
  EpisodeRecord record;
  record.key = {task, sim::Setting::kClean, seed};
  record.driver = "expert";
  record.outcome = outcome;
  record.reason = std::move(reason);
  record.ticks = 500;
  record.recording = {RecordingKind::kQpos14, {}};
  return record;
}

void fill(const std::filesystem::path& folder) {
  RunInfo info;
  info.asked.tasks = {"click_bell", "lift_pot"};
  info.asked.expert_check = false;
  info.command = "mjtwin eval --policy <expert>";
  info.pictures = {"a driver <1.0>", "008938c8a029cd45"};
  write_run_info(folder, info);
  RunStore store(folder);
  store.add(episode("click_bell", 1, Outcome::kSuccess));
  store.add(episode("click_bell", 2, Outcome::kStopped, "no plan for <pre-grasp> & lift"));
  store.add(episode("lift_pot", 1, Outcome::kError, "a warning"));
  SkipRecord skip;
  skip.key = {"lift_pot", sim::Setting::kClean, 2};
  skip.why = "the pot slides";
  store.add(skip);
}

}  // namespace

TEST_CASE("results.json has a row a task and setting, and sums") {
  const test::TemporaryFolder folder;
  fill(folder.path());
  const auto results = write_results(folder.path());
  CHECK(nlohmann::json::parse(read_text(folder.path() / "results.json")) == results);
  const auto& bell = results.at("tasks").at(0);
  CHECK(bell.at("task") == "click_bell");
  CHECK(bell.at("setting") == "clean");
  CHECK(bell.at("episodes") == 2);
  CHECK(bell.at("successes") == 1);
  CHECK(bell.at("errors") == 0);
  CHECK(bell.at("rate") == 0.5);
  CHECK(bell.at("wilson").size() == 2);
  const auto& pot = results.at("tasks").at(1);
  CHECK(pot.at("errors") == 1);
  CHECK(pot.at("rate").is_null());
  const auto& clean = results.at("settings").at("clean");
  CHECK(clean.at("tasks") == 2);
  CHECK(clean.at("episodes") == 3);
  CHECK(clean.at("rate") == 0.5);
  CHECK(results.at("verdict").at("allowed") == false);
  CHECK(clean.at("task_mean").at("rate") == 0.5);  // of the one task with trials
  CHECK(clean.at("task_mean").at("interval").size() == 2);
  CHECK_FALSE(results.contains("claim"));
  CHECK(results.at("pictures").at("renderer") == "a driver <1.0>");
  CHECK(results.at("pictures").at("scene_hash") == "008938c8a029cd45");
}

TEST_CASE("A run is held against a published result when somebody asks, or its policy has one") {
  const test::TemporaryFolder folder;
  fill(folder.path());
  const auto results = write_results(folder.path(), {.id = "hyvla"});
  CHECK(results.at("claim").at("verdict") == "cannot tell yet");
  CHECK(results.at("claim").at("settings").at("clean").at("published") == 0.909);
  CHECK_THAT(read_text(folder.path() / "report.html"), Catch::Contains("Hy-VLA: cannot tell yet"));
  CHECK_THROWS_WITH(write_results(folder.path(), {.id = "nobody"}), Catch::Contains("--claim"));
}

TEST_CASE("The same numbers stand in CSV files, texts quoted") {
  const test::TemporaryFolder folder;
  fill(folder.path());
  write_results(folder.path());
  CHECK_THAT(read_text(folder.path() / "results.csv"), Catch::Contains("\r\nclick_bell,clean,2,1,0,0.5,"));
  const std::string episodes = read_text(folder.path() / "episodes.csv");
  CHECK_THAT(episodes, Catch::Contains("\r\nclick_bell,clean,2,stopped,no plan for <pre-grasp> & lift,"));
  CHECK_THAT(episodes, Catch::Contains("\r\nlift_pot,clean,2,unstable,the pot slides,,"));
  CHECK(std::count(episodes.begin(), episodes.end(), '\n') == 5);
  const auto quoted = episode("lift_pot", 1, Outcome::kError, "a \"b\", c");
  CHECK_THAT(episodes_csv({&quoted, 1}, {}), Catch::Contains(",\"a \"\"b\"\", c\","));
}

TEST_CASE("The report stands alone and says what happened") {
  const test::TemporaryFolder folder;
  fill(folder.path());
  write_results(folder.path());
  const std::string html = read_text(folder.path() / "report.html");
  CHECK_THAT(html, Catch::Contains("no plan for &lt;pre-grasp&gt; &amp; lift"));
  CHECK_THAT(html, Catch::Contains("--episode click_bell.clean.2"));
  CHECK_THAT(html, Catch::Contains("the pot slides"));
  CHECK_THAT(html, Catch::Contains("a driver &lt;1.0&gt;"));
  CHECK_THAT(html, Catch::Contains("008938c8a029cd45"));
  CHECK_THAT(html, Catch::Contains("No verdict"));
  CHECK_THAT(html, Catch::Contains("Not complete"));
  CHECK_THAT(html, Catch::Contains("published 100.0 %"));  // RoboTwin's expert on click_bell
  for (const char* outside : {"http:", "https:", "<script", "<link", "src=\"/"})
    CHECK_THAT(html, !Catch::Contains(outside));
}

TEST_CASE("junit.xml has a suite a task and setting") {
  const test::TemporaryFolder folder;
  fill(folder.path());
  write_results(folder.path());
  const std::string xml = read_text(folder.path() / "junit.xml");
  CHECK_THAT(xml, Catch::Contains(R"(<testsuite name="click_bell.clean" tests="2" failures="1" errors="0")"));
  CHECK_THAT(xml, Catch::Contains(
                      R"(<testsuite name="lift_pot.clean" tests="2" failures="0" errors="1" skipped="1")"));
}

TEST_CASE("Markup is escaped") {
  CHECK(escape_markup("a<b>&\"'\n\x01") == "a&lt;b&gt;&amp;&quot;&#39;  ");
}

TEST_CASE("RoboTwin's published expert rates are built in for all tasks") {
  const PublishedRates published = published_expert_rates();
  CHECK(published.rates.size() == 50);
  CHECK(published.rates.at("beat_block_hammer") == 0.64);
  CHECK_THAT(published.source, Catch::Contains("0e319cd"));
}

TEST_CASE("The progress table fits the terminal and keeps what is under way") {
  ProgressPlan plan{.lanes = {}, .episodes = 2};
  for (int i = 0; i < 30; ++i) plan.lanes.push_back({"task" + std::to_string(i), sim::Setting::kClean});
  ProgressTable table(plan, {}, {});
  for (std::uint64_t seed : {1, 2}) {
    table.started({"task0", sim::Setting::kClean, seed});
    table.finished(episode("task0", seed, Outcome::kSuccess));
  }
  table.started({"task1", sim::Setting::kClean, 1});
  const auto lines = table.lines(40, 10, 8.0);
  REQUIRE(lines.size() == 10);
  CHECK_THAT(lines[0], Catch::Contains("task1 "));
  CHECK_THAT(lines.back(), Catch::Contains("2/60 episodes"));
  CHECK_THAT(table.overall(8.0), Catch::Contains("about 4 min left"));  // 4 s each, 58 to go
}
