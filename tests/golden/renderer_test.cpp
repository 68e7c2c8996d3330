#include "sim/render/renderer.h"

#include <mujoco/mujoco.h>
#include <unistd.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <numbers>

#include "sim/core/error.h"
#include "sim/render/camera_types.h"
#include "sim/render/segmentation.h"
#include "sim/scene/scene.h"
#include "sim/scene/world.h"
#include "tests/support/some_renderer.h"

using namespace mjtwin;
using namespace mjtwin::sim;

namespace {

constexpr int kWidth = 160, kHeight = 120;
constexpr double kDepthError = 1e-4;  // [m] single precision at a metre and a half

/// Wall, table and one box that moves; RoboTwin's lights and head camera.
Layout scene_with_box() {
  Layout layout;
  Actor wall;
  wall.is_static = true;
  wall.half_size = {3.0, 0.6, 1.5};
  wall.X_WO.p = {0.0, 1.0, 1.5};
  Actor table;
  table.kind = ActorKind::kCompound;
  table.is_static = true;
  table.X_WO.p = {0.0, 0.0, 0.74};
  table.shapes = {{Vec3(0.6, 0.35, 0.025), Pose(Vec3(0, 0, -0.025), Quat::Identity())}};
  Actor box;
  box.half_size = Vec3::Constant(0.025);
  box.X_WO.p = {-0.032, 0.05, 0.765};
  box.color = {1, 0, 0, 1};
  layout.actors = {wall, table, box};
  layout.lights = {{LightKind::kDirectional, {0, 0.5, -1}, Vec3::Constant(0.5)},
                   {LightKind::kPoint, {1, 0, 1.8}, Vec3::Ones()},
                   {LightKind::kPoint, {-1, 0, 1.8}, Vec3::Ones()}};
  const Quat q(0.6324555277824402, -0.3162277638912201, 0.3162277638912201, 0.6324555277824402);
  layout.cameras = {{"head_camera", Pose(Vec3(-0.032, -0.45, 1.35), q)}};
  return layout;
}

World some_world() {
  return World(Scene::build(
      scene_with_box(), {.robot = false, .physics = {}, .assets = nullptr, .props = {}, .extra_bodies = {}}));
}

void move_box(World& world, double x) {
  world.mutable_data()->qpos[0] = x;
  world.recompute();
}

/// Where the centre of pixel (x, y) is in the world at that depth.
Vec3 point_seen(const World& world, int x, int y, double depth) {
  const int camera = world.scene().camera("head_camera");
  const Eigen::Map<const Vec3> eye(world.data()->cam_xpos + 3 * camera);
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> X(world.data()->cam_xmat + 9 * camera);
  const double focal = 0.5 * kHeight / std::tan(world.model()->cam_fovy[camera] * std::numbers::pi / 360);
  const Vec3 ray((x + 0.5 - 0.5 * kWidth) / focal, (0.5 * kHeight - y - 0.5) / focal, -1);
  return eye + depth * (X * ray);
}

int body_at(const World& world, const Measurement& seen, int x, int y) {
  const int pixel = y * kWidth + x, geom = seen.geoms[static_cast<std::size_t>(pixel)];
  return geom < 0 ? -1 : world.model()->geom_bodyid[geom];
}

Layout scene_of_its_own(int number) {
  Layout layout = scene_with_box();
  layout.actors[0].texture = "seen/" + std::to_string(2 * number);
  layout.actors[1].texture = "seen/" + std::to_string(2 * number + 1);
  return layout;
}

SceneOptions options_with_hull(int number) {
  Part part;
  part.kind = PartKind::kHull;
  const double side = 0.05 + 1e-4 * number;
  part.mesh.vertices = {{side, 0, 0}, {-side, 0.05, 0}, {-side, -0.05, 0}, {0, 0, 0.1}};
  SceneOptions options;
  options.robot = false;
  options.props = {{.name = "hull", .X_WO = Pose(Vec3(0.2, 0, 0.74), Quat::Identity()), .shape = {part}}};
  return options;
}

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  long all = 0, resident = 0;
  statm >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

TEST_CASE("Depth is measured along the viewing axis: every pixel of the table's top lies in its plane") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  const Measurement seen = renderer->measure(world, "head_camera", kWidth, kHeight);
  const int table = world.scene().body(ActorId{1});
  int pixels = 0;
  for (int y = kHeight / 4; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      if (body_at(world, seen, x, y) != table) continue;
      ++pixels;
      const int pixel = y * kWidth + x;
      const Vec3 p = point_seen(world, x, y, seen.depth[static_cast<std::size_t>(pixel)]);
      REQUIRE(p.z() == Approx(0.74).margin(kDepthError));
    }
  }
  CHECK(pixels > kWidth * kHeight / 2);
}

TEST_CASE("Every pixel knows its geom: the box where it projects to, the wall above the table") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  const Measurement seen = renderer->measure(world, "head_camera", kWidth, kHeight);
  const int camera = world.scene().camera("head_camera");
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> X(world.data()->cam_xmat + 9 * camera);
  const Vec3 c = X.transpose() * (world.actor_pose(ActorId{2}).p -
                                  Eigen::Map<const Vec3>(world.data()->cam_xpos + 3 * camera));
  const double focal = 0.5 * kHeight / std::tan(world.model()->cam_fovy[camera] * std::numbers::pi / 360);
  const int x = static_cast<int>(0.5 * kWidth - focal * c.x() / c.z());
  const int y = static_cast<int>(0.5 * kHeight + focal * c.y() / c.z());
  CHECK(body_at(world, seen, x, y) == world.scene().body(ActorId{2}));
  CHECK(body_at(world, seen, kWidth / 2, 2) == world.scene().body(ActorId{0}));
}

TEST_CASE("A picture depends on the state alone, not on what was drawn before") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  World world = some_world();
  const auto draw = [&](Renderer& r) { return r.render(world, "head_camera", kWidth, kHeight); };
  const Image at_first = draw(*renderer);
  for (const double x : {0.1, 0.2, 0.21}) {
    move_box(world, x);
    CHECK(draw(*renderer) != at_first);
  }
  Renderer fresh;
  CHECK(draw(fresh) == draw(*renderer));
  move_box(world, -0.032);
  CHECK(draw(*renderer) == at_first);
}

TEST_CASE("A white table in the clean light is white, a red box red, and its shadow darker than the table") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  const Image picture = renderer->render(world, "head_camera", kWidth, kHeight);
  const Measurement seen = renderer->measure(world, "head_camera", kWidth, kHeight);
  int brightest = 0, darkest = 255, reddest = 0;
  for (int y = kHeight / 4; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const std::uint8_t* rgb = picture.rgb.data() + 3 * (y * kWidth + x);
      if (body_at(world, seen, x, y) == world.scene().body(ActorId{1})) {
        brightest = std::max<int>(brightest, rgb[1]);
        darkest = std::min<int>(darkest, rgb[1]);
      } else if (body_at(world, seen, x, y) == world.scene().body(ActorId{2})) {
        reddest = std::max(reddest, rgb[0] - rgb[1]);
      }
    }
  }
  CHECK(brightest == 255);  // half of it is clipped in the reference
  CHECK(darkest < 240);
  CHECK(reddest > 200);
}

TEST_CASE("A camera that the scene does not have is an error that names it") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  CHECK_THROWS_WITH(renderer->render(world, "no_camera", kWidth, kHeight), Catch::Contains("no_camera"));
}

TEST_CASE("Every pixel knows its body, and bodies have names") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  const Measurement seen = renderer->measure(world, "head_camera", kWidth, kHeight);
  const Segmentation bodies = segmentation(world, seen);
  REQUIRE(bodies.bodies.size() == static_cast<std::size_t>(kWidth * kHeight));
  const int box = world.scene().body(ActorId{2});
  CHECK(std::count(bodies.bodies.begin(), bodies.bodies.end(), box) > 10);
  CHECK(bodies.names[static_cast<std::size_t>(box)] == body_name(ActorId{2}));
}

TEST_CASE("A wider view shows the same scene smaller: the middle stays, depth too") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  const World world = some_world();
  const CameraType& wide = find_camera_type("L515");
  const Measurement near = renderer->measure(world, "head_camera", kWidth, kHeight);
  const Measurement far = renderer->measure(world, "head_camera", wide.width, wide.height, wide.fovy);
  const auto box = [&](const Measurement& seen) {
    const Segmentation bodies = segmentation(world, seen);
    return static_cast<double>(
        std::count(bodies.bodies.begin(), bodies.bodies.end(), world.scene().body(ActorId{2})));
  };
  const double zoom = (wide.height / std::tan(wide.fovy * std::numbers::pi / 360)) /
                      (kHeight / std::tan(37 * std::numbers::pi / 360));
  CHECK(box(far) / box(near) == Approx(zoom * zoom).epsilon(0.1));
  const auto middle = [](const Measurement& seen) {
    const int pixel = seen.height / 2 * seen.width + seen.width / 2;
    return seen.depth[static_cast<std::size_t>(pixel)];
  };
  CHECK(middle(far) == Approx(middle(near)).margin(0.01));
  CHECK_THROWS_WITH(find_camera_type("D436"), Catch::Contains("Large_L515"));
}

TEST_CASE("Crazy light has other colours for every frame and the same ones for the same frame") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  Layout layout = scene_with_box();
  layout.crazy_light = true;
  World world(Scene::build(
      layout, {.robot = false, .physics = {}, .assets = nullptr, .props = {}, .extra_bodies = {}}));
  const auto draw = [&](Renderer& r) { return r.render(world, "head_camera", kWidth, kHeight); };
  const Image first = draw(*renderer);
  CHECK(draw(*renderer) == first);
  for (int tick = 0; tick < 25; ++tick) REQUIRE(world.tick() == TickResult::kOk);
  const Image later = draw(*renderer);
  CHECK(later != first);
  Renderer fresh;
  CHECK(draw(fresh) == later);
}

TEST_CASE("Hundreds of scenes, each with textures and a shape of its own, leave no memory behind") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  int number = 0;
  const auto draw_scenes = [&](int count) {
    for (; count > 0; --count, ++number) {
      const World world(Scene::build(scene_of_its_own(number), options_with_hull(number)));
      (void)renderer->render(world, "head_camera", kWidth, kHeight);
    }
  };
  draw_scenes(60);
  const double before = resident_mb();
  draw_scenes(240);
  INFO(before << " MB after 60 scenes, " << resident_mb() << " MB after 300");
  // A scene has maps of 7 MB and textures of 0.7 MB; what is kept on purpose of 240 hulls is less than 1 MB.
  CHECK(resident_mb() - before < 12);
}

TEST_CASE("Renderers that are gone leave no context behind") {
  if (!test::some_renderer()) return;
  const World world = some_world();
  const auto make = [&](int count) {
    for (; count > 0; --count) (void)Renderer().render(world, "head_camera", kWidth, kHeight);
  };
  make(4);
  const double before = resident_mb();
  make(12);
  INFO(before << " MB after 4 renderers, " << resident_mb() << " MB after 16");
  CHECK(resident_mb() - before < 10);
}

TEST_CASE("A picture is the same after a scene of the same light as in a renderer that is new") {
  auto renderer = test::some_renderer();
  if (!renderer) return;
  Layout other = scene_with_box();
  other.actors.back().X_WO.p = {0.2, -0.1, 0.765};
  const SceneOptions options{
      .robot = false, .physics = {}, .assets = nullptr, .props = {}, .extra_bodies = {}};
  const World first(Scene::build(other, options)), second = some_world();
  const Image fresh = renderer->render(second, "head_camera", kWidth, kHeight);
  CHECK(renderer->render(first, "head_camera", kWidth, kHeight) != fresh);
  CHECK(renderer->render(second, "head_camera", kWidth, kHeight) == fresh);
}
