#include "eval/video/episode_film.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "eval/video/film_caption.h"
#include "sim/scene/scene.h"

namespace mjtwin::eval {
namespace {

constexpr double kTick = 0.004;  // [s] RoboTwin's control tick
constexpr int kPicturesASecond = 25;
constexpr std::size_t kRuleRows = 7;  // most tasks' rules look at three to six things
constexpr int kRows = 3 + static_cast<int>(kRuleRows);
constexpr int kInstructionRows = 3;
constexpr int kCaption = (kRows + kInstructionRows) * kCaptionRow + 2 * kCaptionMargin;  // [pixels]
constexpr Colour kInk{235, 235, 235}, kFaint{170, 175, 185}, kMet{90, 220, 110}, kNotMet{240, 170, 80};

}  // namespace

EpisodeFilm::EpisodeFilm(const std::filesystem::path& file, TakePictureOf take_picture, const Stage& stage,
                         std::unique_ptr<tasks::Task> judge)
    : writer_(file, 2 * kViewWidth, 2 * kViewHeight + kCaption, kPicturesASecond),
      take_picture_(std::move(take_picture)),
      stage_(stage),
      judge_(std::move(judge)) {}

Image EpisodeFilm::picture() const {
  constexpr std::array<const char*, 4> kViews{"head", "front", "left", "right"};
  Image out(2 * kViewWidth, 2 * kViewHeight + kCaption);
  for (int i = 0; i < 4; ++i) {
    const char* view = kViews[static_cast<std::size_t>(i)];
    const int x = i % 2 * kViewWidth, y = i / 2 * kViewHeight;
    paste(out, x, y, take_picture_(*stage_.world, view));
    draw_text(out, x + 5, y + 5, view, {0, 0, 0});
    draw_text(out, x + 4, y + 4, view, {255, 255, 255});
  }
  const int top = 2 * kViewHeight + kCaptionMargin;
  draw_rows(out, top, rows());
  draw_paragraph(out, top + kRows * kCaptionRow, stage_.instruction, kInk);
  return out;
}

std::vector<CaptionRow> EpisodeFilm::rows() const {
  const EpisodeKey& key = stage_.key;
  const std::string verdict = reading_.solved ? "met" : turned_ ? "lost again" : "not met";
  std::vector<CaptionRow> rows{
      {fmt::format("{} {} {}", key.task, sim::name(key.setting), key.seed), "", kInk},
      {fmt::format("tick {}, {:.2f} s", shown_ - 1, kTick * static_cast<double>(shown_ - 1)),
       fmt::format("grippers {:.2f} {:.2f}", stage_.world->gripper_command(Arm::kLeft),
                   stage_.world->gripper_command(Arm::kRight)),
       kInk},
      {"success rule: " + verdict, turned_ ? fmt::format("since {:.2f} s", *turned_) : "",
       reading_.solved ? kMet : kNotMet}};
  // A rule stops at what is not as it should be: the last answers tell most.
  const std::size_t told = reading_.lines.size();
  for (const RuleReading::Line& line : std::span(reading_.lines).last(std::min(told, kRuleRows)))
    rows.push_back({line.what, line.value, kFaint});
  if (reading_.solved && told == 0) rows.push_back({"remembered from an earlier tick", "", kFaint});
  return rows;
}

void EpisodeFilm::show() {
  judge_->recall(stage_.task->memory());
  const sim::World& world = *stage_.world;
  RuleReading now =
      read_rule(*judge_, world, {world.gripper_command(Arm::kLeft), world.gripper_command(Arm::kRight)});
  if (now.solved != reading_.solved) turned_ = kTick * static_cast<double>(shown_);
  reading_ = std::move(now);
  if (shown_++ % kTicksAPicture == 0) writer_.add(picture());
}

void EpisodeFilm::finish() {
  const Image last = picture();
  for (int i = 0; i < kPicturesASecond; ++i) writer_.add(last);
  writer_.finish();
}

}  // namespace mjtwin::eval
