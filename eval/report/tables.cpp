#include "eval/report/tables.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "eval/markup.h"
#include "eval/report/charts.h"
#include "eval/report/html_table.h"
#include "eval/verdicts/published.h"

namespace mjtwin::eval {
namespace {

constexpr double kTicksPerSecond = 250.0;

using LaneKey = std::pair<std::string, sim::Setting>;

std::string number_or_nothing(const std::optional<double>& value, const char* format, double scale = 1.0) {
  return value ? fmt::format(fmt::runtime(format), *value * scale) : "";
}

/// What is known of a lane beside its tally.
struct Lane {
  std::vector<Outcome> outcomes;  // by seed
  double seconds = 0;             // of its episodes
};

std::map<LaneKey, Lane> lanes_of(std::span<const EpisodeRecord> episodes) {
  std::map<LaneKey, Lane> lanes;
  for (const auto& record : episodes) {
    Lane& lane = lanes[{record.key.task, record.key.setting}];
    lane.outcomes.push_back(record.outcome);
    lane.seconds += record.timings.total_s();
  }
  return lanes;
}

/// RoboTwin's rates of its experts are those with aloha-agilex.
bool compares_experts(const ReportInput& input) {
  return measures_experts(input) && input.info.asked.supplies.embodiment.empty();
}

/// Published rates a task: of the claim's own table, or of RoboTwin's experts.
std::map<LaneKey, double> published_rates(const ReportInput& input) {
  std::map<LaneKey, double> rates;
  if (input.claim)
    for (const auto& [setting, table] : input.claim->claim.task_rates)
      for (const auto& [task, rate] : table) rates[{task, setting}] = rate;
  if (compares_experts(input))
    for (const auto& [task, rate] : published_expert_rates().rates)
      for (const sim::Setting setting : {sim::Setting::kClean, sim::Setting::kRandomized})
        rates[{task, setting}] = rate;
  return rates;
}

std::string badge(const ReportInput& input, const LaneKey& lane) {
  if (!input.claim) return "";
  for (const TaskOutlier& o : input.claim->outliers)
    if (LaneKey{o.task, o.setting} == lane)
      return fmt::format(" <span class=\"badge{}\">{:.0f} % expected</span>", o.is_low() ? "" : " high",
                         100 * o.expected);
  return "";
}

std::vector<std::string> task_row(const TaskTally& row, std::optional<double> published, const Lane& lane,
                                  const std::string& mark) {
  const Tally& t = row.tally;
  const int skipped = t.unstable + t.expert_failed;
  return {fmt::format("<a href=\"#{0}\"><strong>{0}</strong></a>{1}", escape_markup(row.task), mark),
          std::string(name(row.setting)),
          fmt::format("{} / {}", t.successes, t.trials()),
          rate_chart(t, published) + seed_strip(lane.outcomes),
          percent(t.rate()) +
              (t.trials() > 0 ? fmt::format("<small>{}</small>", percent_range(t.interval())) : ""),
          published ? percent(published) : "",
          counted(t.reasons),
          skipped == 0 ? "" : std::to_string(skipped),
          t.policy_actions > 0 ? number_or_nothing(t.mean_policy_actions(), "{:.0f}") : "",
          number_or_nothing(t.mean_ticks(), "{:.1f} s", 1 / kTicksPerSecond),
          t.episodes > 0 ? fmt::format("{:.1f} s", lane.seconds / t.episodes) : ""};
}

std::string term(const std::string& word, const std::string& meaning) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape_markup(word), meaning);
}

}  // namespace

std::string counted(const std::map<std::string, int>& reasons) {
  std::vector<std::pair<int, std::string>> ranked;
  for (const auto& [reason, count] : reasons) ranked.emplace_back(-count, reason);
  std::sort(ranked.begin(), ranked.end());
  std::string text;
  for (auto& [minus_count, reason] : ranked) {
    std::replace(reason.begin(), reason.end(), '_', ' ');
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", -minus_count, reason);
  }
  return escape_markup(text);
}

bool measures_experts(const ReportInput& input) {
  return input.info.asked.policy == "expert" && !input.info.asked.expert_check;
}

std::string task_table(const ReportInput& input) {
  const auto published = published_rates(input);
  auto lanes = lanes_of(input.episodes);
  HtmlTable table({{"Task", "", "wide"},
                   {"Setting", "", ""},
                   {"Solved", "solved", "n"},
                   {"Rate with 95 % interval, episodes by seed", "", "bar"},
                   {"Rate", "", "n"},
                   {"Published", "published", "n"},
                   {"Why not solved", "not solved:", "why"},
                   {"Seeds skipped", "seeds skipped:", "n"},
                   {"Actions", "actions", "n"},
                   {"Simulated", "simulated", "n"},
                   {"Took", "took", "n"}});
  for (const TaskTally& row : input.summary.tasks) {
    const LaneKey lane{row.task, row.setting};
    const auto rate = published.find(lane);
    table.add_row(task_row(row, rate == published.end() ? std::nullopt : std::optional(rate->second),
                           lanes[lane], badge(input, lane)));
  }
  if (!compares_experts(input)) return table.html();
  return table.html() +
         fmt::format(
             "<p class=\"soft\">Published: the experts' rate with aloha-agilex while RoboTwin collected "
             "demonstrations; its setting and seeds are not stated. Source: {}.</p>",
             escape_markup(published_expert_rates().source));
}

std::string settings_list(const ReportInput& input) {
  std::string html = "<dl>\n";
  html += term("command", "<code>" + escape_markup(input.info.command) + "</code>");
  html += term("started", escape_markup(input.info.started));
  const nlohmann::json asked = to_json(input.info.asked);
  for (const auto& [key, value] : asked.items()) {
    if (value.is_null()) continue;  // not asked for
    std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    std::erase(text, '"');
    std::string spaced;
    for (const char c : text) spaced += c == ',' ? std::string(", ") : std::string(1, c);
    html += term(key, escape_markup(spaced));
  }
  for (const auto& [what, version] : input.info.versions) html += term(what, escape_markup(version));
  const PictureInfo& pictures = input.info.pictures;
  if (!pictures.renderer.empty()) html += term("renderer", escape_markup(pictures.renderer));
  if (!pictures.scene_hash.empty())
    html += term("picture of a known scene", escape_markup(pictures.scene_hash));
  return html + "</dl>\n";
}

}  // namespace mjtwin::eval
