#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/image.h"

namespace mjtwin::eval {

using Colour = std::array<std::uint8_t, 3>;

/// Size of a text's box [pixels], `scale` pixels a dot of the font; lines are 12 dots apart.
struct TextSize {
  int width = 0, height = 0;
};
[[nodiscard]] TextSize text_size(const std::string& text, int scale = 1);

/// Writes ASCII text (the rest shows as "?") from the top left corner (x, y); what lies outside of the
/// picture is cut off.
void draw_text(Image& picture, int x, int y, const std::string& text, Colour colour, int scale = 1);

/// The text in lines of at most `width` pixels, broken at spaces; a word that is wider than a line is broken
/// within. Blanks at breaks go; an empty text has no lines.
[[nodiscard]] std::vector<std::string> wrap_text(const std::string& text, int width, int scale = 1);

/// Puts `part` into the picture with its top left corner at (x, y); cut off as text is.
void paste(Image& picture, int x, int y, const Image& part);

}  // namespace mjtwin::eval
