#include "eval/report/films.h"

#include <fmt/core.h>

#include "eval/markup.h"
#include "eval/report/charts.h"
#include "eval/report/thumbnail.h"
#include "eval/text_file.h"

namespace mjtwin::eval {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostPictureBytes = 6'000'000, kMostVideoBytes = 12'000'000;
constexpr std::size_t kMostOfEach = 3;  // failures, successes

/// As in the key of the tables.
const char* words(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSuccess:
      return "solved";
    case Outcome::kStepLimit:
      return "step limit reached";
    case Outcome::kStopped:
      return "driver gave up";
    case Outcome::kError:
      break;
  }
  return "error";
}

}  // namespace

std::string base64(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k])) : 0U;
    };
    const unsigned group = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (const int shift : {18, 12, 6, 0}) text += kDigits[group >> shift & 63U];
  }
  const std::size_t padding = (3 - bytes.size() % 3) % 3;
  text.replace(text.size() - padding, padding, padding, '=');
  return text;
}

std::string Films::picture(const std::string& id) {
  const fs::path file = folder_ / "pictures" / (id + ".head.png");
  if (!fs::exists(file) || picture_bytes_ > kMostPictureBytes) return "";
  const std::string bytes = thumbnail_png(file);
  picture_bytes_ += bytes.size();
  return "data:image/png;base64," + base64(bytes);
}

std::string Films::figure(const EpisodeRecord& record) {
  const std::string id = episode_id(record.key);
  const std::string poster = picture(id);
  const fs::path video = folder_ / "videos" / (id + ".mp4");
  std::string shown;
  const bool is_film = fs::exists(video);
  if (is_film) {
    const std::uintmax_t size = fs::file_size(video);
    std::string source = "videos/" + id + ".mp4";
    if (video_bytes_ + size <= kMostVideoBytes) {
      video_bytes_ += size;
      source = "data:video/mp4;base64," + base64(read_text(video));
    }
    shown = fmt::format(
        "<video controls muted loop playsinline preload=\"none\" poster=\"{}\" src=\"{}\"></video>", poster,
        escape_markup(source));
  } else if (!poster.empty()) {
    shown = fmt::format("<img alt=\"{}\" loading=\"lazy\" src=\"{}\">", escape_markup(id), poster);
  } else {
    return "";
  }
  return fmt::format("<figure class=\"of_{}{}\">{}<figcaption>seed {}, {}</figcaption></figure>\n",
                     css_class(record.outcome), is_film ? " film" : "", shown, record.key.seed,
                     words(record.outcome));
}

std::string Films::row(const std::vector<const EpisodeRecord*>& episodes) {
  std::string figures;
  for (const bool solved : {false, true}) {
    std::size_t shown = 0;
    for (const EpisodeRecord* record : episodes) {
      if ((record->outcome == Outcome::kSuccess) != solved || shown >= kMostOfEach) continue;
      const std::string one = figure(*record);
      shown += !one.empty();
      figures += one;
    }
  }
  return figures.empty() ? "" : "<div class=\"films\">\n" + figures + "</div>\n";
}

}  // namespace mjtwin::eval
