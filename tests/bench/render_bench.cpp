#include <benchmark/benchmark.h>
#include <mujoco/mujoco.h>

#include <cmath>

#include "sim/render/mujoco_renderer.h"
#include "sim/render/renderer.h"
#include "sim/scene/scene.h"
#include "sim/scene/world.h"
#include "tasks/lay_out.h"

// Milliseconds a 320 x 240 picture while both arms move between the pictures, so that nothing can be reused
// that a policy would not let be reused: the three cameras of one state count as three pictures ("items").
// CPU is that of all threads, the software driver's included. Compare only figures of one run on one machine.
namespace {

using namespace mjtwin;
using namespace mjtwin::sim;

constexpr int kWidth = 320, kHeight = 240;
const char* const kCameras[] = {"head_camera", "left_camera", "right_camera"};

Layout layout_of(Setting setting, std::uint64_t seed) {
  const tasks::TaskInfo& info = tasks::find_task("stack_blocks_two");
  const Catalogue catalogue;
  const tasks::ClutterList clutter =
      setting == Setting::kRandomized ? tasks::read_clutter_list(catalogue, tasks::default_objaverse_list())
                                      : tasks::ClutterList{};
  const auto task = info.make();
  return tasks::lay_out(*task, info, setting, seed, catalogue, clutter);
}

std::shared_ptr<const Scene> scene_of(Setting setting) {
  return Scene::build(layout_of(setting, 100003));
}

/// And lets time pass: a frame of the crazy light's.
void move_arms(World& world, int step) {
  constexpr double kFrame = 0.04;  // [s]
  world.mutable_data()->time = kFrame * step;
  for (const Arm arm : kArms) {
    const ArmIds& ids = world.scene().arm(arm);
    for (std::size_t j = 0; j < ids.qpos.size(); ++j)
      world.mutable_data()->qpos[ids.qpos[j]] = 0.5 + 0.3 * std::sin(0.1 * step + static_cast<double>(j));
  }
  world.recompute();
}

template <class Draw>
void run(benchmark::State& state, World& world, const Draw& draw) {
  int step = 0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    move_arms(world, ++step);
    state.ResumeTiming();
    for (const char* camera : kCameras) benchmark::DoNotOptimize(draw(camera));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(std::size(kCameras)));
}

void own(benchmark::State& state, Setting setting) {
  World world(scene_of(setting));
  Renderer renderer;
  state.SetLabel(renderer.description());
  run(state, world, [&](const char* camera) { return renderer.render(world, camera, kWidth, kHeight); });
}

/// Colours of the light change with every frame, so that all of it is computed anew.
void crazy_light(benchmark::State& state, Setting setting) {
  Layout layout = layout_of(setting, 100003);
  layout.crazy_light = true;
  World world(Scene::build(layout));
  Renderer renderer;
  run(state, world, [&](const char* camera) { return renderer.render(world, camera, kWidth, kHeight); });
}

void mujocos(benchmark::State& state, Setting setting, MujocoRenderer::Shadows shadows) {
  World world(scene_of(setting));
  MujocoRenderer renderer(world.model(), shadows);
  run(state, world,
      [&](const char* camera) { return renderer.render(world.data(), camera, kWidth, kHeight); });
}

void load_scene(benchmark::State& state, Setting setting) {
  const World first(scene_of(setting)), second(scene_of(setting));
  Renderer renderer;
  bool odd = false;
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(renderer.render((odd = !odd) ? first : second, "head_camera", kWidth, kHeight));
}

constexpr int kFirstPictures = 60;

/// From a layout to its first picture, in a run that has drawn a hundred scenes: files are read, programs
/// compiled, and four of five things on the table have been met before. No layout comes twice.
void first_picture(benchmark::State& state, Setting setting) {
  constexpr int kBefore = 100;
  std::vector<Layout> layouts;
  for (int i = 0; i < kBefore + kFirstPictures; ++i)
    layouts.push_back(layout_of(setting, 100003U + static_cast<std::uint64_t>(i)));
  SceneOptions options;
  options.assets = std::make_shared<const SceneAssets>();
  Renderer renderer;
  const auto draw = [&](const Layout& layout) {
    const World world(Scene::build(layout, options));
    benchmark::DoNotOptimize(renderer.render(world, "head_camera", kWidth, kHeight));
  };
  auto next = layouts.begin();
  while (next != layouts.begin() + kBefore) draw(*next++);
  for ([[maybe_unused]] auto _ : state) draw(*next++);
}

#define MJTWIN_PICTURES(...) \
  BENCHMARK_CAPTURE(__VA_ARGS__)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()
MJTWIN_PICTURES(own, clean, Setting::kClean);
MJTWIN_PICTURES(mujocos, clean_without_shadows, Setting::kClean, MujocoRenderer::Shadows::kOff);
MJTWIN_PICTURES(mujocos, clean_with_shadows, Setting::kClean, MujocoRenderer::Shadows::kOn);
MJTWIN_PICTURES(own, clutter, Setting::kRandomized);
MJTWIN_PICTURES(crazy_light, clutter, Setting::kRandomized);
MJTWIN_PICTURES(mujocos, clutter_without_shadows, Setting::kRandomized, MujocoRenderer::Shadows::kOff);
MJTWIN_PICTURES(mujocos, clutter_with_shadows, Setting::kRandomized, MujocoRenderer::Shadows::kOn);
MJTWIN_PICTURES(load_scene, clean, Setting::kClean);
MJTWIN_PICTURES(load_scene, clutter, Setting::kRandomized);
MJTWIN_PICTURES(first_picture, clean, Setting::kClean)->Iterations(kFirstPictures);
MJTWIN_PICTURES(first_picture, clutter, Setting::kRandomized)->Iterations(kFirstPictures);

}  // namespace
