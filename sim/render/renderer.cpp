#include "sim/render/renderer.h"

#include <mujoco/mujoco.h>

#include <cmath>
#include <optional>
#include <utility>

#include "sim/render/crazy_light.h"
#include "sim/render/depth_atlas.h"
#include "sim/render/edge_smoothing.h"
#include "sim/render/gl_context.h"
#include "sim/render/loaded_scene.h"
#include "sim/render/picture_programs.h"
#include "sim/render/picture_target.h"
#include "sim/render/view.h"

namespace mjtwin::sim {
namespace {

constexpr int kShadowTile = 640;      // texels a side: 2 to 3 mm on the table
constexpr double kCrazyFrame = 0.04;  // [s] how long a crazy light lasts: about as often as policies look

GlContext current_context() {
  GlContext out(GlProfile::kCore33);
  out.make_current();
  return out;
}

}  // namespace

struct Renderer::Impl {
  Impl() {
    gl.enable(GL_DEPTH_TEST);
    gl.depth_func(GL_LEQUAL);
    for (const GlProgram* program : {&depth, &measuring, &surface})
      program->set("geoms", SceneSurfaces::kGeomUnit);
  }
  ~Impl() { context.make_current(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  LoadedScene& load(const VisibleState& state);
  void relight(const VisibleState& state);
  void light_state(LoadedScene& scene, const mjData* data, const std::vector<GeomPose>& poses);
  void draw_light(LoadedScene& scene, const View& view, std::span<const int> seen);
  Image render(const VisibleState& state, std::string_view camera, int width, int height,
               std::optional<double> fovy);
  Measurement measure(const VisibleState& state, std::string_view camera, int width, int height,
                      std::optional<double> fovy);
  PictureTarget& target(std::optional<PictureTarget>& place, PictureTarget::Kind kind, int width, int height);

  GlContext context = current_context();
  GlFunctions gl{context};
  GlProgram depth{gl, shaders::depth_vertex(), shaders::depth_fragment()};
  GlProgram measuring{gl, shaders::measure_vertex(), shaders::measure_fragment()};
  GlProgram surface{gl, shaders::surface_vertex(), shaders::surface_fragment()};
  PicturePrograms pictures{gl};
  DepthAtlas shadows{gl, kShadowTile, 2, Detail::kShadow};
  EdgeSmoothing smoothing;
  SurfaceLibrary library;
  std::optional<PictureTarget> light, edges, numbers;
  std::optional<LoadedScene> loaded;
  std::vector<GeomPose> lit_poses;  // whose light is loaded
  std::int64_t lit_frame = -1;      // of the crazy light
};

LoadedScene& Renderer::Impl::load(const VisibleState& state) {
  context.make_current();
  if (!loaded || loaded->scene != state.scene) {
    std::optional<StageLight> last;
    if (loaded) last = std::move(loaded->stage);
    loaded.reset();
    shadows.forget();
    lit_poses.clear();
    lit_frame = -1;
    loaded.emplace(gl, library, state, kShadowTile, std::move(last));
    pictures.set_lights(loaded->lights);
  }
  if (state.crazy) relight(state);
  return *loaded;
}

void Renderer::Impl::relight(const VisibleState& state) {
  const auto frame = static_cast<std::int64_t>(std::llround(state.data->time / kCrazyFrame));
  if (frame == lit_frame) return;
  loaded->relight(gl, state.data,
                  crazy_light(state.crazy->seed, frame, loaded->lights.size(), state.crazy->sky));
  pictures.set_lights(loaded->lights);
  lit_poses.clear();
  lit_frame = frame;
}

/// Shadows and light from around: once a state, for all its cameras.
void Renderer::Impl::light_state(LoadedScene& scene, const mjData* data, const std::vector<GeomPose>& poses) {
  if (poses != lit_poses) {
    std::vector<Eigen::Matrix4f> views;
    for (const LightSource& l : scene.lights)
      if (views.size() < shaders::kShadowTiles) views.push_back(l.shadow_view);
    shadows.update(scene.surfaces, poses, views, depth);
    gl.flush();  // a driver in software draws them while the light is computed
    scene.ambient.update(data, scene.stage);
    lit_poses = poses;
  }
  scene.surfaces.place(poses, scene.ambient.cubes());
}

void Renderer::Impl::draw_light(LoadedScene& scene, const View& view, std::span<const int> seen) {
  const auto bind = [&](int unit, const GlTexture& texture) {
    gl.active_texture(GL_TEXTURE0 + static_cast<GLenum>(unit));
    gl.bind_texture(GL_TEXTURE_2D, texture.name());
  };
  bind(PicturePrograms::kShadowUnit, shadows.texture());
  scene.surfaces.draw(seen, Detail::kSeen, [&](const Look& look) {
    if (look.texture >= 0) bind(PicturePrograms::kPictureUnit, scene.surfaces.picture(look.texture));
    if (look.light_map >= 0) bind(PicturePrograms::kLightMapUnit, scene.ambient.light_map(look.light_map));
    pictures.use(look, view);
  });
}

PictureTarget& Renderer::Impl::target(std::optional<PictureTarget>& place, PictureTarget::Kind kind,
                                      int width, int height) {
  if (!place || place->width() != width || place->height() != height) place.emplace(gl, kind, width, height);
  return *place;
}

Image Renderer::Impl::render(const VisibleState& state, std::string_view camera, int width, int height,
                             std::optional<double> fovy) {
  const View view = camera_view(state.model, state.data, camera, static_cast<double>(width) / height, fovy);
  LoadedScene& scene = load(state);
  const std::vector<GeomPose> poses = scene.surfaces.poses(state.data);
  light_state(scene, state.data, poses);
  const std::vector<int> seen = scene.in_view(poses, view);

  PictureTarget& to_edges = target(edges, PictureTarget::Kind::kBytes, 2 * width, 2 * height);
  to_edges.begin({});
  surface.set("view", view.to_clip);
  scene.surfaces.draw(seen, Detail::kSeen);
  PictureTarget& to_light = target(light, PictureTarget::Kind::kLight, width, height);
  to_light.begin({scene.sky.x(), scene.sky.y(), scene.sky.z(), 1.0F});
  draw_light(scene, view, seen);
  return smoothing.picture(to_light.halves(), to_edges.bytes(), width, height);
}

Measurement Renderer::Impl::measure(const VisibleState& state, std::string_view camera, int width, int height,
                                    std::optional<double> fovy) {
  const View view = camera_view(state.model, state.data, camera, static_cast<double>(width) / height, fovy);
  LoadedScene& scene = load(state);
  const std::vector<GeomPose> poses = scene.surfaces.poses(state.data);
  scene.surfaces.place(poses, {});
  PictureTarget& to = target(numbers, PictureTarget::Kind::kNumbers, width, height);
  to.begin({});
  measuring.set("view", view.to_clip);
  measuring.set("eye", view.eye);
  measuring.set("ahead", view.ahead);
  scene.surfaces.draw(scene.in_view(poses, view), Detail::kSeen);
  const std::span<const float> answers = to.numbers();
  Measurement out{.width = width, .height = height, .depth = {}, .geoms = {}};
  for (int y = height - 1; y >= 0; --y) {
    for (int x = 0; x < width; ++x) {
      const auto at =
          4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
      const auto number = static_cast<std::size_t>(answers[at + 1]);
      out.depth.push_back(answers[at]);
      out.geoms.push_back(number == 0 ? -1 : scene.surfaces.geoms()[number - 1].geom);
    }
  }
  return out;
}

Renderer::Renderer() : impl_(std::make_unique<Impl>()) {}
Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

Image Renderer::render(const World& world, std::string_view camera, int width, int height,
                       std::optional<double> fovy) {
  return impl_->render(visible_state(world), camera, width, height, fovy);
}

Image Renderer::render(const VisibleState& state, std::string_view camera, int width, int height,
                       std::optional<double> fovy) {
  return impl_->render(state, camera, width, height, fovy);
}

Measurement Renderer::measure(const World& world, std::string_view camera, int width, int height,
                              std::optional<double> fovy) {
  return impl_->measure(visible_state(world), camera, width, height, fovy);
}

std::string Renderer::description() const {
  return impl_->context.description();
}

}  // namespace mjtwin::sim
