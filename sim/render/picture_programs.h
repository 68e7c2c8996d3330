#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "sim/render/gl_objects.h"
#include "sim/render/light_sources.h"
#include "sim/render/scene_surfaces.h"
#include "sim/render/shaders.h"
#include "sim/render/view.h"

namespace mjtwin::sim {

/// The programs that draw pictures, one for each kind of look under a scene's lights; made when first needed
/// and kept.
class PicturePrograms {
 public:
  static constexpr int kShadowUnit = 1, kPictureUnit = 2, kLightMapUnit = 3;  // texture units

  explicit PicturePrograms(const GlFunctions& gl) : gl_(&gl) {}

  /// The lights of the pictures that follow.
  void set_lights(std::span<const LightSource> lights);
  /// Makes the program for a look the one in use, for a camera.
  void use(const Look& look, const View& view);

 private:
  struct Entry {
    std::unique_ptr<GlProgram> program;
    std::uint64_t lit = 0;  // which lights it has, by number of set_lights
  };
  [[nodiscard]] static shaders::PictureKind kind(const Look& look, std::span<const LightSource> lights);
  void light(const GlProgram& program) const;

  const GlFunctions* gl_;
  std::map<shaders::PictureKind, Entry> programs_;
  std::vector<LightSource> lights_;
  std::uint64_t lights_set_ = 0;
};

}  // namespace mjtwin::sim
