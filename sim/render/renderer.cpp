#include "sim/render/renderer.h"

#include <fmt/core.h>
#include <mujoco/mujoco.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sim/render/ambient_light.h"
#include "sim/render/crazy_light.h"
#include "sim/render/depth_atlas.h"
#include "sim/render/edge_smoothing.h"
#include "sim/render/gl_context.h"
#include "sim/render/light_sources.h"
#include "sim/render/picture_target.h"
#include "sim/render/scene_surfaces.h"
#include "sim/render/shaders.h"
#include "sim/render/surroundings.h"
#include "sim/render/view.h"

namespace mjtwin::sim {
namespace {

constexpr int kShadowTile = 640;      // texels a side: 2 to 3 mm on the table
constexpr double kCrazyFrame = 0.04;  // [s] how long a crazy light lasts: about as often as policies look
constexpr int kShadowUnit = 1, kPictureUnit = 2, kLightMapUnit = 3;  // texture units

GlContext current_context() {
  GlContext out(GlProfile::kCore33);
  out.make_current();
  return out;
}

/// A point just above the middle of the table.
Eigen::Vector3f table_middle(const WorldBox& region) {
  constexpr float kAbove = 0.1F;  // [m]
  return {region.centre().x(), region.centre().y(), region.lower.z() + kAbove};
}

/// A scene in the memory of the graphics device.
struct LoadedScene {
  /// `known`: the light of the scene before, which is often that of this one.
  LoadedScene(const GlFunctions& gl, const SurfaceLibrary& library, const VisibleState& state,
              std::optional<StageLight> known)
      : LoadedScene(gl, library, state, state.data, std::move(known)) {}

  LoadedScene(const GlFunctions& gl, const SurfaceLibrary& library, const VisibleState& state,
              const mjData* data, std::optional<StageLight> known)
      : scene(state.scene),
        model(state.model),
        large(large_boxes(model, data)),
        sky(Eigen::Map<const Eigen::Vector3f>(model->vis.headlight.ambient)),
        region(focus(model, data, large)),
        lights(light_sources(model, data, region, kShadowTile)),
        stage(known && known->is_of(large, lights, sky, region) ? *std::move(known)
                                                                : StageLight(large, lights, sky, region)),
        surfaces(gl, library, model, data, stage.faces()),
        ambient(gl, model, data, surfaces, stage, table_middle(region)) {}

  /// Other lights, as the crazy light has for each frame.
  void relight(const GlFunctions& gl, const mjData* data, const CrazyLight& now) {
    for (std::size_t i = 0; i < lights.size(); ++i) lights[i].colour = now.lights[i];
    sky = now.sky;
    stage = StageLight(large, lights, sky, region);
    ambient = AmbientLight(gl, model, data, surfaces, stage, table_middle(region));
  }

  std::shared_ptr<const void> scene;  // keeps the model
  const mjModel* model;
  std::vector<LargeBox> large;
  Eigen::Vector3f sky;
  WorldBox region;
  std::vector<LightSource> lights;
  StageLight stage;
  SceneSurfaces surfaces;
  AmbientLight ambient;
};

/// The programs that draw pictures, one for each kind of look under a scene's lights; made when first needed
/// and kept.
class PicturePrograms {
 public:
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

/// What may be in the picture: small things by look, then the large ones from the nearest on, so that few
/// pixels are shaded that something covers later.
std::vector<int> in_view(const SceneSurfaces& surfaces, std::span<const GeomPose> poses, const View& view) {
  std::vector<int> out;
  std::vector<float> distances(poses.size(), 0);
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const SurfaceGeom& geom = surfaces.geoms()[i];
    const auto pose = Eigen::Map<const Eigen::Matrix<float, 3, 4, Eigen::RowMajor>>(poses[i].data());
    if (!view.may_show(pose * geom.centre.homogeneous(), geom.radius)) continue;
    out.push_back(static_cast<int>(i));
    if (!geom.is_large) continue;
    const Eigen::Vector3f eye = pose.leftCols<3>().transpose() * (view.eye - pose.col(3)) - geom.centre;
    distances[i] = (eye.cwiseAbs() - geom.half_size).cwiseMax(0).norm();
  }
  std::stable_sort(out.begin(), out.end(), [&](int a, int b) {
    return distances[static_cast<std::size_t>(a)] < distances[static_cast<std::size_t>(b)];
  });
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
    loaded.emplace(gl, library, state, std::move(last));
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
  bind(kShadowUnit, shadows.texture());
  scene.surfaces.draw(seen, Detail::kSeen, [&](const Look& look) {
    if (look.texture >= 0) bind(kPictureUnit, scene.surfaces.picture(look.texture));
    if (look.light_map >= 0) bind(kLightMapUnit, scene.ambient.light_map(look.light_map));
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
  const std::vector<int> seen = in_view(scene.surfaces, poses, view);

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
  scene.surfaces.draw(in_view(scene.surfaces, poses, view), Detail::kSeen);
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
