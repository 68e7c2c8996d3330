#include "eval/video/lettering.h"

#include <stb_easy_font.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

namespace mjtwin::eval {
namespace {

/// stb's font knows 32 to 126 and looks up any other byte beyond the end of its tables.
std::string printable(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;  // goes on with a UTF-8 letter whose "?" is there already
    out += c == '\n' || (byte >= 32 && byte <= 126) ? c : '?';
  }
  return out;
}

void fill(Image& picture, int left, int top, int right, int bottom, Colour colour) {
  for (int y = std::max(top, 0); y < std::min(bottom, picture.height); ++y)
    for (int x = std::max(left, 0); x < std::min(right, picture.width); ++x)
      std::copy(colour.begin(), colour.end(), picture.rgb.begin() + 3L * (1L * y * picture.width + x));
}

/// How many of the word's first bytes are at most `width` pixels wide; one at least.
std::size_t fitting(const std::string& word, int width, int scale) {
  std::size_t count = word.size();
  while (count > 1 && text_size(word.substr(0, count), scale).width > width) --count;
  return count;
}

}  // namespace

TextSize text_size(const std::string& text, int scale) {
  std::string shown = printable(text);
  return {scale * stb_easy_font_width(shown.data()), scale * stb_easy_font_height(shown.data())};
}

std::vector<std::string> wrap_text(const std::string& text, int width, int scale) {
  std::vector<std::string> lines;
  std::string line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    std::string longer = line;
    longer.append(line.empty() ? "" : " ").append(word);
    if (text_size(longer, scale).width <= width) {
      line = std::move(longer);
      continue;
    }
    if (!line.empty()) lines.push_back(line);
    for (std::size_t count = 0; (count = fitting(word, width, scale)) < word.size(); word.erase(0, count))
      lines.push_back(word.substr(0, count));
    line = word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

void draw_text(Image& picture, int x, int y, const std::string& text, Colour colour, int scale) {
  struct Vertex {
    float x, y, z;
    std::uint32_t colour;
  };
  constexpr std::size_t kVerticesALetter = 64;  // at most: 16 strokes of four
  std::string shown = printable(text);
  std::vector<Vertex> vertices(kVerticesALetter * (shown.size() + 1));
  const int quads = stb_easy_font_print(0, 0, shown.data(), nullptr, vertices.data(),
                                        static_cast<int>(vertices.size() * sizeof(Vertex)));
  const auto pixel = [scale](float dots) { return scale * static_cast<int>(std::lround(dots)); };
  for (std::size_t q = 0; q < static_cast<std::size_t>(quads); ++q) {
    const Vertex &first = vertices[4 * q], &opposite = vertices[4 * q + 2];
    fill(picture, x + pixel(first.x), y + pixel(first.y), x + pixel(opposite.x), y + pixel(opposite.y),
         colour);
  }
}

void paste(Image& picture, int x, int y, const Image& part) {
  const int left = std::max(0, -x), right = std::min(part.width, picture.width - x);
  if (left >= right) return;
  for (int row = std::max(0, -y); row < std::min(part.height, picture.height - y); ++row) {
    const auto from = part.rgb.begin() + 3L * (1L * row * part.width);
    std::copy(from + 3L * left, from + 3L * right,
              picture.rgb.begin() + 3L * (1L * (y + row) * picture.width + x + left));
  }
}

}  // namespace mjtwin::eval
