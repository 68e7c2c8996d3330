#include "eval/video/lettering.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "eval/video/film_caption.h"

using namespace mjtwin;
using namespace mjtwin::eval;

namespace {

Image grey(std::uint8_t level, int width = 64, int height = 48) {
  Image out(width, height);
  std::fill(out.rgb.begin(), out.rgb.end(), level);
  return out;
}

/// The box around all pixels that are not black; empty: left > right.
struct Ink {
  int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1;
};

Ink ink(const Image& picture) {
  Ink out;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      if (picture.rgb[3 * static_cast<std::size_t>(y * picture.width + x)] == 0) continue;
      out = {std::min(out.left, x), std::min(out.top, y), std::max(out.right, x), std::max(out.bottom, y)};
    }
  return out;
}

int dark_pixels(const Image& picture) {
  int dark = 0;
  for (std::size_t i = 0; i < picture.rgb.size(); i += 3) dark += picture.rgb[i] < 128 ? 1 : 0;
  return dark;
}

/// So many words of one to nine letters.
std::string words(int count) {
  std::ostringstream out;
  for (int i = 0; i < count; ++i)
    out << (i == 0 ? "" : " ") << std::string(static_cast<std::size_t>(1 + i % 9), 'w');
  return out.str();
}

}  // namespace

TEST_CASE("Wrapped lines are as wide as they may be and hold the whole text") {
  const std::string text = words(60);
  for (const int scale : {1, 2}) {
    const auto lines = wrap_text(text, 300, scale);
    REQUIRE(lines.size() > 2);
    std::string joined = lines[0];
    for (std::size_t i = 1; i < lines.size(); ++i) {
      CHECK(text_size(lines[i], scale).width <= 300);
      const std::string longer = lines[i - 1] + " " + lines[i].substr(0, lines[i].find(' '));
      CHECK(text_size(longer, scale).width > 300);
      joined += " " + lines[i];
    }
    CHECK(joined == text);
  }
  CHECK(wrap_text("", 300).empty());
  CHECK(wrap_text("  two   words ", 300) == std::vector<std::string>{"two words"});
}

TEST_CASE("A word that is wider than a line is broken, one letter a line at least") {
  const auto lines = wrap_text("a " + std::string(40, 'm') + " b", 60);
  std::string joined;
  for (const std::string& line : lines) {
    CHECK(text_size(line).width <= 60);
    joined += line;
  }
  CHECK(std::ranges::count(joined, 'm') == 40);
  CHECK(wrap_text("mm", 1) == std::vector<std::string>{"m", "m"});
}

TEST_CASE("Rows of a caption stay between the margins, in large letters where these fit") {
  const auto drawn = [](const CaptionRow& row) {
    Image picture(320, 2 * kCaptionRow);
    draw_rows(picture, 4, {row});
    return ink(picture);
  };
  const Ink small_words = drawn({"left", "right"});
  CHECK(small_words.right >= 320 - kCaptionMargin - 6);  // but for the gap after a letter
  for (const auto& [left, right] :
       {std::pair{60, 0}, std::pair{4, 60}, std::pair{60, 60}, std::pair{12, 9}}) {
    const Ink seen = drawn({words(left), words(right)});
    CHECK(seen.left >= kCaptionMargin);
    CHECK(seen.right < 320 - kCaptionMargin);
    CHECK(seen.bottom - seen.top < small_words.bottom - small_words.top);
  }
}

TEST_CASE("A paragraph stays on the picture however long it is") {
  for (const int count : {1, 8, 30, 60, 400}) {
    CAPTURE(count);
    Image picture(320, 3 * kCaptionRow + 10);
    draw_paragraph(picture, 10, words(count), {255, 255, 255});
    const Ink seen = ink(picture);
    CHECK(seen.left >= kCaptionMargin);
    CHECK(seen.right < 320 - kCaptionMargin);
    CHECK(seen.bottom < picture.height - 1);
  }
}

TEST_CASE("Letters stay inside of their box and of the picture") {
  const TextSize size = text_size("Ag", 2);
  Image picture = grey(255);
  draw_text(picture, 3, 5, "Ag", {0, 0, 0}, 2);
  const int whole = dark_pixels(picture);
  CHECK(whole > 20);
  paste(picture, 3, 5, grey(255, size.width, size.height));
  CHECK(dark_pixels(picture) == 0);
  draw_text(picture, picture.width - size.width / 2, 5, "Ag", {0, 0, 0}, 2);
  CHECK(dark_pixels(picture) > 0);
  CHECK(dark_pixels(picture) < whole);
}

TEST_CASE("Letters outside of ASCII show as one question mark each") {
  Image accented = grey(255), plain = grey(255);
  draw_text(accented, 2, 2, "a\xC3\xA9z", {0, 0, 0});
  draw_text(plain, 2, 2, "a?z", {0, 0, 0});
  CHECK(accented == plain);
}

TEST_CASE("A picture may be pasted over the rim") {
  Image picture = grey(255);
  paste(picture, -10, 40, grey(0, 20, 20));
  CHECK(dark_pixels(picture) == 10 * 8);
}
