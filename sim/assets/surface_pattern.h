#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "sim/assets/lattice_noise.h"

namespace mjtwin::sim {

/// sRGB, 0 to 1.
using PatternColour = std::array<float, 3>;
using LaneColour = std::array<Lanes, 3>;

/// A pattern of surfaces as they are in rooms, all of it drawn by its number: kind, colours, size, turn.
class SurfacePattern {
 public:
  /// `pixel`: side of a picture's pixels in units of the face's side; edges are as soft as that.
  SurfacePattern(int number, float pixel);

  /// A row of pixels.
  struct Row {
    std::array<std::vector<float>, 3> colour;
    std::vector<float> height;  // of the surface, in pixels: gives it relief
  };
  /// The first pixels of the row at y, in units of the face's side, `step` apart.
  [[nodiscard]] Row row(float y, float step, std::size_t pixels) const;

 private:
  struct Sample {
    LaneColour colour;
    Lanes height;
  };
  void paint_row(float y, float step, Row& row) const;
  MJTWIN_OF_LANES Sample at(Lanes x, Lanes y) const;
  [[nodiscard]] float parameter(int n) const { return parameters_.at(n, 7); }
  MJTWIN_OF_LANES LaneColour tone(Lanes darkness) const;
  /// Share of a pixel at this signed distance (pattern units, above 0 is inside) from an edge.
  MJTWIN_OF_LANES Lanes inside(Lanes distance) const;
  /// Lengthwise grain of a board at (x, y), darkness from 0 to 0.5.
  MJTWIN_OF_LANES Lanes grain(Lanes x, Lanes y) const;

  MJTWIN_OF_LANES Sample planks(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample marble(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample weave(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample tiles(Lanes x, Lanes y, float stagger, float roughness) const;
  MJTWIN_OF_LANES Sample stripes(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample paint(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample checks(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample parquet(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample plaster(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample flowers(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample terrazzo(Lanes x, Lanes y) const;
  MJTWIN_OF_LANES Sample pebbles(Lanes x, Lanes y) const;

  LatticeNoise parameters_, noise_;
  int kind_;
  PatternColour light_{}, dark_{}, accent_{};
  float scale_, pixel_;  // pattern units: of a face's side, of a pixel's
  float cosine_ = 1, sine_ = 0;
};

}  // namespace mjtwin::sim
