#include "eval/view/frame_painter.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ranges>

#include "eval/episode/scene_pictures.h"
#include "eval/judge/rule_reading.h"
#include "eval/view/overlays.h"
#include "sim/robot/arm_kinematics.h"
#include "sim/view/pull.h"

namespace mjtwin::eval {
namespace {

constexpr sim::Tint kInk{0.93F, 0.93F, 0.93F, 1}, kMet{0.35F, 0.86F, 0.43F, 1},
    kNotMet{0.94F, 0.67F, 0.31F, 1}, kGround{0.05F, 0.06F, 0.08F, 0.72F}, kFilming{0.95F, 0.25F, 0.2F, 1};
constexpr double kTick = 0.004;  // [s]
constexpr int kGap = 4;          // [pixels]

constexpr std::array<std::pair<const char*, const char*>, 5> kMouseHelp{
    {{"left drag", "turn the eye"},
     {"right drag", "shift the eye"},
     {"wheel", "nearer or farther"},
     {"ctrl+drag", "pull a thing, move a hand"},
     {"timeline", "click or drag: scrub"}}};

std::string seconds(std::size_t tick) {
  return fmt::format("{:.3f} s", kTick * static_cast<double>(tick));
}

std::string speed_words(int power) {
  return power < 0 ? fmt::format("1/{}", 1 << -power) : fmt::format("{}", 1 << power);
}

}  // namespace

bool FramePainter::show(const std::shared_ptr<const sim::Scene>& scene) {
  if (ghost_ && ghost_->world().scene_ptr() == scene) return false;
  std::optional<sim::Canvas::Eye> eye;
  if (canvas_) eye = canvas_->eye();
  canvas_.reset();  // before its model goes
  grasps_.reset();
  moment_.reset();
  ghost_.emplace(scene);
  canvas_ = std::make_unique<sim::Canvas>(scene->model());
  if (eye) canvas_->set_eye(*eye);
  return true;
}

sim::Overlay FramePainter::overlay(Performance& performance, const ViewState& state, const Frame& frame) {
  sim::Overlay overlay;
  const sim::World& world = ghost_->world();
  const sim::Robot& robot = *world.scene().assets().robot;
  if (state.shows(Layer::kContactPoints)) add_contact_points(world, builder_.catalogue(), overlay);
  if (state.shows(Layer::kFunctionalPoints)) add_functional_points(world, builder_.catalogue(), overlay);
  if (state.shows(Layer::kPath)) add_planned_path(performance.tape(), frame.tick, robot, overlay);
  if (state.shows(Layer::kContacts)) add_contacts(*moment_, overlay);
  if (state.shows(Layer::kChunk)) {
    // The chunk that comes next is in force from the next moment on.
    const std::size_t next = std::min(frame.tick + 1, performance.tape().size() - 1);
    const int chunk = performance.tape().at(next)->chunk;
    if (chunk >= 0) add_chunk(*performance.tape().chunk(chunk), robot, overlay);
  }
  if (state.shows(Layer::kGrasps)) {
    const bool search = !state.playing;
    if (!grasps_ || grasps_->moment != moment_ || grasps_->searched != search) {
      grasps_ = Grasps{moment_, search, {}};
      add_grasp_candidates(*ghost_, builder_.catalogue(), search, grasps_->overlay);
    }
    overlay.arrows.insert(overlay.arrows.end(), grasps_->overlay.arrows.begin(),
                          grasps_->overlay.arrows.end());
  }
  if (frame.hands != nullptr) add_hands(state, *frame.hands, overlay);
  return overlay;
}

void FramePainter::add_hands(const ViewState& state, const HandWishes& wishes, sim::Overlay& overlay) const {
  for (const Arm arm : kArms) {
    const Pose X_WE = wishes.hands[index(arm)].X_WE.value_or(ghost_->world().X_WE(arm));
    overlay.axes.push_back({sim::tcp_from_ee(X_WE), arm == state.hand ? 0.08 : 0.04});
  }
  if (!wishes.pull) return;
  const sim::Pull& pull = *wishes.pull;
  overlay.rods.push_back({sim::body_point(ghost_->world(), pull), pull.to_W, 0.003, kNotMet});
}

void FramePainter::draw(Performance& performance, const ViewState& state, const Frame& frame) {
  const auto moment = performance.tape().at(frame.tick);
  if (moment != moment_) {
    moment_ = moment;
    ghost_->pose(*moment);
  }
  const sim::World& world = ghost_->world();
  const std::string view =
      state.view == 0 ? "" : InsetPainter::kViews[static_cast<std::size_t>(state.view) - 1];
  canvas_->look_through(view.empty() ? "" : camera_name(view));
  canvas_->draw(world.data(), pane_, overlay(performance, state, frame), {state.shadows, state.glass});
  caption_ = caption_of(performance, state, frame);
  complete_ = true;
  if (state.shows(Layer::kCameras)) {
    insets_.ask(world.scene_ptr(), moment);
    draw_insets();
  }
  if (state.shows(Layer::kRule)) draw_rule(performance.program().key);
  draw_status(performance, state, frame);
  draw_captions(frame);
  draw_timeline(performance.tape(), frame.tick);
}

void FramePainter::draw_insets() {
  complete_ = insets_.idle();  // asked first: they may be done while the old ones are drawn
  const std::vector<Image> pictures = insets_.pictures();
  if (const std::string problem = insets_.problem(); !problem.empty())
    canvas_->line(pane_.left, pane_.bottom + pane_.height / 2, problem, kInk, kGround);
  constexpr int kStep = InsetPainter::kWidth + kGap;
  const int a_row = pane_.width >= 4 * kStep + kGap ? 4 : 2;
  const int lines = static_cast<int>(caption_.size()) + 1;
  const int base = pane_.bottom + kTimeline + lines * canvas_->line_height() + 2 * kGap;
  for (int i = 0; i < static_cast<int>(pictures.size()); ++i) {
    const int left = pane_.left + pane_.width - (a_row - i % a_row) * kStep;
    const int rows = (static_cast<int>(pictures.size()) + a_row - 1) / a_row;
    const int bottom = base + (rows - 1 - i / a_row) * (InsetPainter::kHeight + kGap);
    canvas_->fill({left - 1, bottom - 1, InsetPainter::kWidth + 2, InsetPainter::kHeight + 2}, kGround);
    canvas_->image(left, bottom, pictures[static_cast<std::size_t>(i)]);
    canvas_->line(left, bottom + InsetPainter::kHeight - canvas_->line_height(),
                  InsetPainter::kViews[static_cast<std::size_t>(i)], kInk, {0, 0, 0, 0.4F});
  }
}

void FramePainter::draw_rule(const EpisodeKey& key) const {
  const auto task = builder_.fresh_task(key);
  const RuleReading reading = read_rule(*task, ghost_->world(), moment_->gripper);
  std::string left = "success rule", right = reading.solved ? "met" : "not met";
  for (const RuleReading::Line& line : reading.lines) {
    left += "\n" + line.what;
    right += "\n" + line.value;
  }
  canvas_->words(pane_, sim::Corner::kTopRight, left, right);
}

void FramePainter::draw_status(const Performance& performance, const ViewState& state,
                               const Frame& frame) const {
  std::string left = "driver\n", right = performance.program().driver + "\n";
  left += state.playing ? "playing" : "paused";
  right += speed_words(state.speed) + " x";
  if (frame.hands != nullptr) {
    left += "\nhand";
    right += fmt::format("\n{}{}", name(state.hand), frame.out_of_reach ? ", out of reach" : "");
  }
  canvas_->words(pane_, sim::Corner::kTopLeft, left, right);
  if (frame.filming)
    canvas_->line(pane_.left + pane_.width / 2, pane_.bottom + pane_.height - canvas_->line_height(),
                  "filming", kInk, kFilming);
}

std::vector<std::string> FramePainter::caption_of(const Performance& performance, const ViewState& state,
                                                  const Frame& frame) const {
  const EpisodeKey& key = performance.program().key;
  const Performance::Standing standing = performance.standing();
  std::vector<std::string> lines;
  const auto add = [&](const std::string& what, const std::string& words) {
    if (words.empty()) return;
    for (std::string& line : canvas_->wrap(fmt::format("{}: {}", what, words), pane_.width - 2 * kGap))
      lines.push_back(std::move(line));
  };
  add("written", state.message);
  add("recorded", frame.heading);
  add("came out", standing.words);
  add(fmt::format("{} {} {}", key.task, sim::name(key.setting), key.seed),
      standing.instruction.empty() ? "being laid out" : standing.instruction);
  return lines;
}

void FramePainter::draw_captions(const Frame& frame) const {
  int bottom = pane_.bottom + kTimeline + kGap;
  int left = pane_.left + kGap;
  left += canvas_->line(left, bottom,
                        fmt::format("{}  grippers {:.2f} {:.2f}", seconds(frame.tick), moment_->gripper[0],
                                    moment_->gripper[1]),
                        kInk, kGround);
  canvas_->line(left, bottom, moment_->solved ? "success rule: met" : "success rule: not met",
                moment_->solved ? kMet : kNotMet, kGround);
  for (const std::string& line : caption_ | std::views::reverse)
    canvas_->line(pane_.left + kGap, bottom += canvas_->line_height(), line, kInk, kGround);
}

void FramePainter::draw_timeline(const Tape& tape, std::size_t tick) const {
  const std::size_t last = std::max<std::size_t>(tape.size() - 1, 1);
  const auto to = [&](std::size_t at) {
    return static_cast<int>(
        std::lround(static_cast<double>(pane_.width) * static_cast<double>(at) / static_cast<double>(last)));
  };
  canvas_->fill({pane_.left, pane_.bottom, pane_.width, kTimeline}, {0.12F, 0.13F, 0.16F, 1});
  canvas_->fill({pane_.left, pane_.bottom, to(tick), kTimeline}, {0.25F, 0.45F, 0.7F, 1});
  for (const auto& [from, until] : tape.solved_spans())
    canvas_->fill({pane_.left + to(from), pane_.bottom, std::max(2, to(until) - to(from)), kTimeline / 3},
                  kMet);
  canvas_->fill({pane_.left + std::max(0, to(tick) - 1), pane_.bottom, 2, kTimeline}, kInk);
}

void FramePainter::draw_help() const {
  canvas_->fill(pane_, {0.04F, 0.05F, 0.07F, 0.85F});
  std::vector<std::pair<std::string, std::string>> rows;
  for (const KeyUse& use : key_uses()) {
    if (use.words.empty())
      rows.back().first += fmt::format(" {}", use.key);
    else
      rows.emplace_back(use.key, use.words);
  }
  rows.insert(rows.end(), kMouseHelp.begin(), kMouseHelp.end());
  const std::size_t half = (rows.size() + 1) / 2;
  for (std::size_t column = 0; column < 2; ++column) {
    std::string keys, words;
    for (std::size_t i = column * half; i < std::min(rows.size(), (column + 1) * half); ++i) {
      keys += (keys.empty() ? "" : "\n") + rows[i].first;
      words += (words.empty() ? "" : "\n") + rows[i].second;
    }
    const int width = pane_.width / 2;
    canvas_->words({pane_.left + static_cast<int>(column) * width, pane_.bottom, width, pane_.height},
                   sim::Corner::kTopLeft, keys, words);
  }
}

}  // namespace mjtwin::eval
