#include "sim/assets/surface_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>

#include "sim/core/vectorized.h"

namespace mjtwin::sim {
namespace {

enum Kind : std::uint8_t {
  kPlanks,
  kMarble,
  kWeave,
  kTiles,
  kBricks,
  kStripes,
  kPaint,
  kChecks,
  kParquet,
  kPlaster,
  kFlowers,
  kTerrazzo,
  kPebbles,
  kKinds
};

/// Nearly sin(2 pi turns), from parabolas.
MJTWIN_OF_LANES Lanes wave(Lanes turns) {
  const Lanes u = turns - to_float(floor_of(turns)) - 0.5F;
  return 16.0F * u * (absolute(u) - 0.5F);
}

/// From a to b, each the same in all lanes or not.
template <class From, class To>
MJTWIN_OF_LANES LaneColour blend(const From& a, const To& b, Lanes t) {
  t = clamped(t, 0.0F, 1.0F);
  return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}

constexpr PatternColour kBlack{0, 0, 0}, kWhite{1, 1, 1};

PatternColour hue_saturation_value(float h, float s, float v) {
  const auto channel = [&](float n) {
    const float k = std::fmod(n + 6 * h, 6.0F);
    return v - v * s * std::clamp(std::min(k, 4 - k), 0.0F, 1.0F);
  };
  return {channel(5), channel(3), channel(1)};
}

/// Where in its cell of a grid a point lies, and which cell.
struct Cell {
  IntLanes x, y;
  Lanes u, v;
};
MJTWIN_OF_LANES Cell cell_of(Lanes x, Lanes y) {
  const IntLanes ix = floor_of(x), iy = floor_of(y);
  return {ix, iy, x - to_float(ix), y - to_float(iy)};
}
MJTWIN_OF_LANES Lanes least_of(Lanes a, Lanes b, Lanes c, Lanes d) {
  return least(least(least(a, b), c), d);
}
/// Distance to the cell's rim.
MJTWIN_OF_LANES Lanes rim(const Cell& cell) {
  return least_of(cell.u, 1.0F - cell.u, cell.v, 1.0F - cell.v);
}
MJTWIN_OF_LANES IntLanes is_odd(IntLanes x) {
  return (x & 1) != 0;
}

}  // namespace

SurfacePattern::SurfacePattern(int number, float pixel)
    : parameters_(static_cast<std::uint32_t>(number)),
      noise_(~static_cast<std::uint32_t>(number)),
      kind_(static_cast<int>(parameter(0) * static_cast<float>(kKinds))),
      scale_(4 * std::pow(4.0F, parameter(6))),
      pixel_(pixel * scale_) {
  const bool is_wood = kind_ == kPlanks || kind_ == kParquet;
  const bool is_bricks = kind_ == kBricks;
  const bool is_stone = kind_ == kMarble || (is_bricks && parameter(9) < 0.5F);
  const float value = 0.35F + 0.6F * parameter(3), vivid = parameter(2);
  // Woods, stones and bricks keep to their colours.
  const float hue = is_wood || is_bricks ? 0.02F + 0.08F * parameter(1) : parameter(1);
  const float saturation = is_wood ? 0.3F + 0.4F * vivid : is_stone ? 0.12F * vivid : 0.75F * vivid * vivid;
  const float used = is_bricks && !is_stone ? 0.3F + 0.3F * vivid : saturation;
  light_ = hue_saturation_value(hue, used, value);
  const float shift = is_wood || is_stone ? 0.0F : 0.5F * parameter(4) * parameter(4);
  dark_ = hue_saturation_value(std::fmod(hue + shift, 1.0F), std::min(1.0F, 1.3F * used),
                               value * (0.35F + 0.4F * parameter(5)));
  accent_ = hue_saturation_value(parameter(10), 0.7F * parameter(11), 0.3F + 0.65F * parameter(12));
  if (parameter(7) >= 0.6F) {
    const float angle = std::numbers::pi_v<float> * parameter(8);
    cosine_ = std::cos(angle), sine_ = std::sin(angle);
  }
}

LaneColour SurfacePattern::tone(Lanes darkness) const {
  return blend(light_, dark_, darkness);
}

Lanes SurfacePattern::inside(Lanes distance) const {
  return clamped(distance / pixel_ + 0.5F, 0.0F, 1.0F);
}

Lanes SurfacePattern::grain(Lanes x, Lanes y) const {
  const Lanes bend = 1.6F * noise_.cloud(0.22F * x, 0.8F * y, 3);
  const Lanes rings = 0.5F + 0.5F * wave(1.4F * (y + bend));
  return 0.22F * rings * rings + 0.28F * noise_.smooth(1.5F * x, 14.0F * y);
}

SurfacePattern::Sample SurfacePattern::planks(Lanes x, Lanes y) const {
  const IntLanes row = floor_of(0.5F * y);
  const Cell plank = cell_of(0.12F * x + noise_.at(row, all(11)), 0.5F * y);
  const Lanes tone_of_plank = 0.5F * noise_.at(plank.x, plank.y);
  const Lanes shift = 31.0F * to_float(row) + 7.7F * to_float(plank.x);
  const Lanes from_gap =
      least_of(2.0F * plank.v, 2.0F - 2.0F * plank.v, plank.u / 0.12F, (1.0F - plank.u) / 0.12F);
  const Lanes gap = 1.0F - inside(from_gap - 0.02F);
  return {blend(tone(tone_of_plank + grain(x + shift, y)), kBlack, 0.6F * gap), -0.5F * gap};
}

SurfacePattern::Sample SurfacePattern::marble(Lanes x, Lanes y) const {
  const Lanes warp = noise_.cloud(0.4F * x, 0.4F * y);
  const Lanes vein = absolute(wave(0.14F * x + 0.08F * y + warp));
  const Lanes thin = absolute(wave(0.3F * y - 0.21F * x + 1.3F * warp + 0.4F));
  const LaneColour base = tone(0.6F * noise_.cloud(1.1F * x + 9.0F, 1.1F * y, 3));
  const Lanes ink = most(1.0F - 5.0F * vein, 0.5F * (1.0F - 12.0F * thin));
  return {blend(base, dark_, ink), Lanes{}};
}

/// Threads over and under each other, coloured in bands: plaid, or plain where the bands differ little.
SurfacePattern::Sample SurfacePattern::weave(Lanes x, Lanes y) const {
  const float threads = (30 + 30 * parameter(9)) / scale_;
  const Cell cell = cell_of(threads * x, threads * y);
  const IntLanes warp_on_top = is_odd(cell.x + cell.y);
  const Lanes across = 2.0F * (warp_on_top ? cell.u : cell.v) - 1.0F;
  const Lanes along = 2.0F * (warp_on_top ? cell.v : cell.u) - 1.0F;
  const Lanes bulge = (1.0F - across * across) * (1.0F - 0.5F * along * along);
  const IntLanes thread = warp_on_top ? cell.x : cell.y;
  const Lanes band = noise_.at(floor_of(0.8F * to_float(thread) / threads), warp_on_top ? all(3) : all(4));
  const Lanes worn = noise_.cloud(0.7F * x, 0.7F * y, 2);
  const Lanes darkness =
      1.6F * parameter(13) * (band - 0.3F) + 0.3F * noise_.at(thread, all(5)) + 0.2F * worn;
  return {tone(darkness + 0.35F * (1.0F - bulge)), 1.2F * bulge};
}

SurfacePattern::Sample SurfacePattern::tiles(Lanes x, Lanes y, float stagger, float roughness) const {
  const IntLanes row = floor_of(0.5F * y);
  const Cell tile = cell_of(0.5F * x + (is_odd(row) ? all(stagger) : all(0.0F)), 0.5F * y);
  const Lanes mottle = noise_.cloud(2.0F * x, 2.0F * y);
  const Lanes edge =
      2.0F * rim(tile) - 0.07F - 0.06F * roughness * (noise_.smooth(6.0F * x, 6.0F * y) - 0.5F);
  const Lanes face = inside(edge);
  const LaneColour body =
      tone(0.55F * noise_.at(tile.x, tile.y) + (0.3F + 0.5F * roughness) * (mottle - 0.35F));
  const Lanes grout = 0.62F + 0.2F * mottle;
  const Lanes rounded = clamped(edge / 0.12F, 0.0F, 1.0F);
  return {blend(LaneColour{grout, 0.98F * grout, 0.95F * grout}, body, face),
          2.5F * rounded * (2.0F - rounded) + 3 * roughness * mottle};
}

/// Painted or woven bands, with a thin line beside each.
SurfacePattern::Sample SurfacePattern::stripes(Lanes x, Lanes y) const {
  const Lanes phase = 0.5F * (x + (parameter(9) < 0.5F ? Lanes{} : 0.4F * wave(0.16F * y)));
  const IntLanes pair = floor_of(phase);
  const Lanes u = phase - to_float(pair);
  const float width = 0.3F + 0.4F * parameter(13);
  const Lanes band = least(inside(2.0F * u), inside(2.0F * (width - u)));
  const Lanes line = least(inside(2.0F * (u - width - 0.05F)), inside(2.0F * (width + 0.1F - u)));
  const Lanes wear = noise_.cloud(1.3F * x, 1.3F * y, 3), fibre = noise_.smooth(9.0F * x, 2.0F * y);
  const Lanes shade = 0.3F * wear + 0.15F * fibre + 0.15F * noise_.at(pair, all(8));
  return {blend(tone(0.75F * band + shade), blend(accent_, dark_, shade), line), 0.6F * fibre};
}

/// Colours that run into each other.
SurfacePattern::Sample SurfacePattern::paint(Lanes x, Lanes y) const {
  const Lanes wx = noise_.cloud(0.45F * x, 0.45F * y, 3), wy = noise_.cloud(0.45F * y + 23.0F, 0.45F * x, 3);
  const Lanes flow = noise_.cloud(0.5F * x + 5.0F * wx, 0.5F * y + 5.0F * wy);
  const Lanes third = clamped(6.0F * (wy - 0.55F) + 2.0F * (flow - 0.5F), 0.0F, 1.0F);
  return {blend(tone(2.6F * flow - 0.8F), accent_, 0.8F * third), 5.0F * flow};
}

/// Squares of two stones.
SurfacePattern::Sample SurfacePattern::checks(Lanes x, Lanes y) const {
  const Cell check = cell_of(0.5F * x, 0.5F * y);
  const Lanes sign = is_odd(check.x + check.y) ? all(1.0F) : all(-1.0F), edge = 2.0F * rim(check);
  const Lanes shift = 3.1F * to_float(check.x) + 5.3F * to_float(check.y);
  const Lanes warp = noise_.cloud(0.6F * x + shift, 0.6F * y, 3);
  const Lanes vein = most(all(0.0F), 1.0F - 6.0F * absolute(wave(0.2F * x + 0.15F * y + 1.5F * warp)));
  const Lanes joint = 1.0F - inside(edge - 0.02F);
  const LaneColour stone = tone(0.5F + 0.38F * sign + 0.5F * (warp - 0.5F) - 0.25F * sign * vein);
  return {blend(stone, PatternColour{0.2F, 0.19F, 0.18F}, 0.5F * joint), -0.5F * joint};
}

/// Squares of four boards, turned against their neighbours.
SurfacePattern::Sample SurfacePattern::parquet(Lanes x, Lanes y) const {
  const Cell square = cell_of(0.35F * x, 0.35F * y);
  const IntLanes turned = is_odd(square.x + square.y);
  const Lanes along = turned ? square.v : square.u, across = 4.0F * (turned ? square.u : square.v);
  const IntLanes board = floor_of(across);
  const IntLanes number = 4 * (5 * square.x + 3 * square.y) + board;
  const Lanes shift = 13.7F * to_float(number & 63);
  const Lanes v = across - to_float(board);
  const Lanes from_gap = least_of(along, 1.0F - along, 0.25F * v, 0.25F * (1.0F - v)) / 0.35F;
  const Lanes gap = 1.0F - inside(from_gap - 0.015F);
  const Lanes darkness =
      0.4F * noise_.at(number, all(21)) + grain(along / 0.35F + shift, across / 1.4F + shift);
  return {blend(tone(darkness), kBlack, 0.5F * gap), -0.5F * gap};
}

/// Plaster or concrete: stains, grain, pits.
SurfacePattern::Sample SurfacePattern::plaster(Lanes x, Lanes y) const {
  const Lanes stain = noise_.cloud(0.5F * x, 0.5F * y), coarse = noise_.cloud(3.0F * x, 3.0F * y, 3);
  const Lanes pit = most(all(0.0F), 6.0F * (noise_.smooth(5.0F * x + 9.0F, 5.0F * y) - 0.86F));
  return {tone(0.55F * stain + 0.25F * coarse - 0.15F + 0.5F * pit), 4.0F * coarse - 2.0F * pit};
}

/// Printed flowers of five petals on paper or cloth.
SurfacePattern::Sample SurfacePattern::flowers(Lanes x, Lanes y) const {
  const Cell cell = cell_of(0.6F * x, 0.6F * y);
  const Lanes size = 0.22F + 0.2F * noise_.at(cell.x, cell.y);
  const Lanes dx = cell.u - 0.5F - 0.2F * (noise_.at(cell.x + 9, cell.y) - 0.5F);
  const Lanes dy = cell.v - 0.5F - 0.2F * (noise_.at(cell.x, cell.y + 9) - 0.5F);
  const Lanes turn = noise_.at(cell.x + 5, cell.y + 5), r2 = dx * dx + dy * dy + 1e-6F;
  const Lanes c = dx + turn * dy, s = dy - turn * dx, n2 = c * c + s * s + 1e-6F;
  const Lanes five =
      c * (c * c * c * c - 10.0F * c * c * s * s + 5.0F * s * s * s * s) / (n2 * n2 * root(n2));
  const Lanes r = root(r2), to_rim = size * (0.75F + 0.25F * five) - r;
  const Lanes petal = inside(to_rim / 0.6F), heart = inside((0.28F * size - r) / 0.6F);
  const Lanes cloth = 0.3F * noise_.cloud(0.8F * x, 0.8F * y, 3) + 0.12F * noise_.smooth(8.0F * x, 8.0F * y);
  const LaneColour leaf = blend(accent_, light_, 0.8F * to_rim / size);
  return {blend(blend(tone(0.55F + cloth), leaf, petal), dark_, 0.8F * heart), 2.0F * cloth};
}

/// Chips of stones in a ground.
SurfacePattern::Sample SurfacePattern::terrazzo(Lanes x, Lanes y) const {
  const LatticeNoise::Nearest chip = noise_.nearest(1.4F * x, 1.4F * y);
  const Lanes kept = noise_.at(chip.x + 3, chip.y + 41), colour = noise_.at(chip.x + 13, chip.y + 7);
  const Lanes chip_edge = inside((0.5F * (chip.second - chip.first) - 0.06F) / 1.4F);
  const Lanes face = kept < 0.3F ? Lanes{} : chip_edge;
  const Lanes ground = noise_.cloud(1.5F * x, 1.5F * y, 3);
  const LaneColour pale = blend(light_, kWhite, all(0.6F));
  LaneColour stone;
  for (std::size_t k = 0; k < 3; ++k)
    stone[k] = colour < 0.35F ? all(accent_[k]) : colour < 0.7F ? all(dark_[k]) : pale[k];
  return {blend(tone(0.3F * ground), blend(stone, light_, 0.3F * ground), face), Lanes{}};
}

/// Cells with creases between: leather where they are small, cobbles where they are large.
SurfacePattern::Sample SurfacePattern::pebbles(Lanes x, Lanes y) const {
  const Lanes bent = 0.5F * noise_.cloud(1.2F * x, 1.2F * y, 2);
  const LatticeNoise::Nearest cell = noise_.nearest(1.6F * x + bent, 1.6F * y - bent);
  const Lanes bulge = least(all(1.0F), 3.0F * (cell.second - cell.first));
  const Lanes rough = noise_.cloud(2.0F * x, 2.0F * y, 3);
  const float depth = 0.1F + 0.6F * parameter(13);
  const Lanes darkness = 0.6F * depth * noise_.at(cell.x + 5, cell.y + 3) + 0.4F * rough;
  const Lanes crease = (1.0F - bulge) * (1.0F - bulge);
  return {blend(tone(darkness), PatternColour{0.1F, 0.1F, 0.1F}, depth * crease),
          2.5F * bulge * (2.0F - bulge) + 1.5F * rough};
}

SurfacePattern::Sample SurfacePattern::at(Lanes x0, Lanes y0) const {
  const Lanes x = scale_ * (cosine_ * x0 - sine_ * y0), y = scale_ * (sine_ * x0 + cosine_ * y0);
  switch (kind_) {
    case kPlanks:
      return planks(x, y);
    case kMarble:
      return marble(x, y);
    case kWeave:
      return weave(x, y);
    case kTiles:
      return tiles(x, y, 0.0F, 0.15F);
    case kBricks:
      return tiles(0.6F * x, 1.2F * y, 0.5F, 1.0F);
    case kStripes:
      return stripes(x, y);
    case kPaint:
      return paint(x, y);
    case kChecks:
      return checks(x, y);
    case kParquet:
      return parquet(x, y);
    case kPlaster:
      return plaster(x, y);
    case kFlowers:
      return flowers(x, y);
    case kTerrazzo:
      return terrazzo(x, y);
    default:
      return pebbles(x, y);
  }
}

SurfacePattern::Row SurfacePattern::row(float y, float step, std::size_t pixels) const {
  const std::size_t whole = (pixels + kLanes - 1) / kLanes * kLanes;
  Row out;
  out.height.resize(whole);
  for (std::vector<float>& channel : out.colour) channel.resize(whole);
  paint_row(y, step, out);
  return out;
}

MJTWIN_VECTORIZED void SurfacePattern::paint_row(float y, float step, Row& row) const {
  const Lanes places = to_float(IntLanes{0, 1, 2, 3, 4, 5, 6, 7}) + 0.5F;
  for (std::size_t first = 0; first < row.height.size(); first += kLanes) {
    const Sample sample = at((static_cast<float>(first) + places) * step, all(y));
    for (std::size_t k = 0; k < 3; ++k)
      std::memcpy(row.colour[k].data() + first, &sample.colour[k], sizeof(Lanes));
    std::memcpy(row.height.data() + first, &sample.height, sizeof(Lanes));
  }
}

}  // namespace mjtwin::sim
