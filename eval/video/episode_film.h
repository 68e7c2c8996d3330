#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "eval/drivers/driver.h"
#include "eval/episode/stage.h"
#include "eval/judge/rule_reading.h"
#include "eval/video/film_caption.h"
#include "eval/video/video_writer.h"

namespace mjtwin::eval {

/// The film of an episode in real time, 25 pictures a second: the head, front, left and right view and below
/// them the episode's name, the time, the grippers, whether the task's success rule is met and what it looked
/// at (RuleReading), and what the robot is asked to do.
///
///   EpisodeFilm film(file, make_camera(EpisodeFilm::kViewWidth, EpisodeFilm::kViewHeight), stage,
///                    builder.fresh_task(stage.key));
///   stage.after_tick = [&] { film.show(); };
///   film.show();                             // how it begins
///   driver.drive(stage, stop);               // any driver: expert, policy, or play_recording
///   film.finish();
class EpisodeFilm {
 public:
  static constexpr int kViewWidth = 320, kViewHeight = 240;  // of a view [pixels]
  static constexpr int kTicksAPicture = 10;                  // 25 pictures a second at 4 ms a tick

  /// The stage outlives the film. The judge is a task object of the same seed: rules may remember what they
  /// were asked, so a film never asks the episode's own. Throws as VideoWriter does.
  EpisodeFilm(const std::filesystem::path& file, TakePictureOf take_picture, const Stage& stage,
              std::unique_ptr<tasks::Task> judge);

  /// The present state; called before the first and after every tick, of which every tenth is drawn.
  void show();
  /// Shows how it ended for a second and completes the file. A film that is not finished leaves none.
  void finish();

 private:
  [[nodiscard]] Image picture() const;
  [[nodiscard]] std::vector<CaptionRow> rows() const;

  VideoWriter writer_;
  TakePictureOf take_picture_;
  const Stage& stage_;
  std::unique_ptr<tasks::Task> judge_;
  std::int64_t shown_ = 0;  // states
  RuleReading reading_;
  std::optional<double> turned_;  // when the rule's answer last changed [s]
};

}  // namespace mjtwin::eval
