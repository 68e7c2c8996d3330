#include "sim/render/picture_programs.h"

#include <fmt/core.h>

#include <algorithm>

namespace mjtwin::sim {

void PicturePrograms::set_lights(std::span<const LightSource> lights) {
  const auto count = std::min<std::size_t>(lights.size(), shaders::kMaxLights);
  lights_.assign(lights.begin(), lights.begin() + static_cast<std::ptrdiff_t>(count));
  ++lights_set_;
}

shaders::PictureKind PicturePrograms::kind(const Look& look, std::span<const LightSource> lights) {
  shaders::PictureKind out{
      look.light_map >= 0, look.texture >= 0, look.shiny || look.texture >= 0, look.closed, {}};
  for (const LightSource& light : lights)
    out.lights.push_back(light.from.w() > 0.5F ? shaders::LightType::kLamp : shaders::LightType::kSun);
  return out;
}

void PicturePrograms::use(const Look& look, const View& view) {
  const shaders::PictureKind wanted = kind(look, lights_);
  auto& [program, lit] = programs_[wanted];
  if (!program) {
    program = std::make_unique<GlProgram>(*gl_, shaders::picture_vertex(), shaders::picture_fragment(wanted));
    program->set("geoms", SceneSurfaces::kGeomUnit);
    program->set("shadows", kShadowUnit);
    program->set("picture", kPictureUnit);
    program->set("light_map", kLightMapUnit);
  }
  if (lit != lights_set_) light(*program);
  lit = lights_set_;
  program->set("view", view.to_clip);
  program->set("eye", view.eye);
}

void PicturePrograms::light(const GlProgram& program) const {
  std::vector<Eigen::Vector4f> from;
  std::vector<Eigen::Vector3f> colour;
  for (std::size_t i = 0; i < lights_.size(); ++i) {
    from.push_back(lights_[i].from);
    colour.push_back(lights_[i].colour);
    if (i >= shaders::kShadowTiles) continue;
    program.set(fmt::format("shadow_view[{}]", i).c_str(), lights_[i].shadow_view);
    program.set(fmt::format("shadow_texel[{}]", i).c_str(), lights_[i].texel);
  }
  program.set("light_from", std::span<const Eigen::Vector4f>(from));
  program.set("light_colour", std::span<const Eigen::Vector3f>(colour));
}

}  // namespace mjtwin::sim
