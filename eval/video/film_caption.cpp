#include "eval/video/film_caption.h"

#include <algorithm>

namespace mjtwin::eval {
namespace {

constexpr int kLarge = 2, kSmall = 1;  // [pixels a dot of the font]
constexpr int kGap = 12;               // between what is left and what is right [pixels]

int width_of(const std::string& text, int scale) {
  return text_size(text, scale).width;
}

/// The text, or as much of its beginning as goes into small letters of that width.
std::string shortened(std::string text, int width) {
  if (width_of(text, kSmall) <= width) return text;
  while (!text.empty() && width_of(text + "...", kSmall) > width) text.pop_back();
  return text + "...";
}

void draw_row(Image& picture, int top, const CaptionRow& row) {
  const int room = picture.width - 2 * kCaptionMargin;
  const int gap = row.right.empty() ? 0 : kGap;
  const bool fits = width_of(row.left, kLarge) + gap + width_of(row.right, kLarge) <= room;
  const int scale = fits ? kLarge : kSmall;
  const std::string right = fits ? row.right : shortened(row.right, room / 2);
  const int taken = width_of(right, scale);
  draw_text(picture, kCaptionMargin, top, fits ? row.left : shortened(row.left, room - gap - taken),
            row.colour, scale);
  draw_text(picture, picture.width - kCaptionMargin - taken, top, right, row.colour, scale);
}

}  // namespace

void draw_rows(Image& picture, int top, const std::vector<CaptionRow>& rows) {
  for (const CaptionRow& row : rows) {
    draw_row(picture, top, row);
    top += kCaptionRow;
  }
}

void draw_paragraph(Image& picture, int top, const std::string& text, Colour colour) {
  const int room = picture.width - 2 * kCaptionMargin;
  const auto lines_at = [&](int scale) {
    return static_cast<std::size_t>(std::max(1, (picture.height - top) * kLarge / (kCaptionRow * scale)));
  };
  int scale = kLarge;
  std::vector<std::string> lines = wrap_text(text, room, scale);
  if (lines.size() > lines_at(scale)) lines = wrap_text(text, room, scale = kSmall);
  if (lines.size() > lines_at(scale)) {
    const std::size_t last = lines_at(scale) - 1;
    lines[last] = shortened(lines[last] + " " + lines[last + 1], room);
    lines.resize(last + 1);
  }
  for (std::size_t i = 0; i < lines.size(); ++i)
    draw_text(picture, kCaptionMargin, top + static_cast<int>(i) * kCaptionRow * scale / kLarge, lines[i],
              colour, scale);
}

}  // namespace mjtwin::eval
