#pragma once

#include <string>
#include <vector>

#include "eval/video/lettering.h"

namespace mjtwin::eval {

/// A line of a caption: words at the left edge and at the right one.
struct CaptionRow {
  std::string left, right;
  Colour colour{235, 235, 235};
};

/// Height of a row in large letters [pixels].
constexpr int kCaptionRow = 24;
/// Left free at either edge of the picture [pixels].
constexpr int kCaptionMargin = 6;

/// Writes rows below each other, the first at `top`. Letters are large unless only small ones fit the width;
/// words that are too wide even then end in "...".
void draw_rows(Image& picture, int top, const std::vector<CaptionRow>& rows);

/// Writes a paragraph between `top` and the picture's end, in the largest letters in which it fits; of what
/// does not fit in small ones the last line seen ends in "...".
void draw_paragraph(Image& picture, int top, const std::string& text, Colour colour);

}  // namespace mjtwin::eval
