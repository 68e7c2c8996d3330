#include "eval/commands/studio.h"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <utility>

#include "sim/render/picture_maker.h"
#include "sim/render/segmentation.h"
#include "sim/scene/scene.h"
#include "sim/scene/world.h"

namespace mjtwin::eval {
namespace {

constexpr const char* kCamera = "studio";
constexpr int kFine = 3;  // measurements a pixel's side, so that marks have smooth edges

sim::Layout empty_studio() {
  sim::Layout layout;
  layout.lights = {{sim::LightKind::kDirectional, {0, 0.5, -1}, Vec3::Constant(0.5)},
                   {sim::LightKind::kPoint, {1, -0.6, 1.2}, Vec3::Ones()},
                   {sim::LightKind::kPoint, {-1, -0.6, 1.2}, Vec3::Ones()}};
  const double down = 0.6, far = 0.5;  // [rad], [m]
  const Quat q_WC =
      Eigen::AngleAxisd(std::numbers::pi / 2, Vec3::UnitZ()) * Eigen::AngleAxisd(down, Vec3::UnitY());
  layout.cameras = {{kCamera, Pose(Vec3(0, 0, 0.07) - q_WC * Vec3(far, 0, 0), q_WC)}};
  return layout;
}

sim::Shape zoomed(sim::Shape shape, double zoom) {
  for (sim::Part& part : shape) {
    part.X_SP.p *= zoom;
    part.size *= zoom;
    for (Vec3& v : part.mesh.vertices) v *= zoom;
  }
  return shape;
}

/// Turned like that, with its lowest point on the ground and its middle above the origin.
Pose on_ground(sim::Shape shape, const Quat& q_WO) {
  for (sim::Part& part : shape) part.X_SP = Pose(Vec3::Zero(), q_WO) * part.X_SP;
  const sim::Bounds box = sim::bounds(shape);
  return {-Vec3(box.center().x(), box.center().y(), box.lower.z()), q_WO};
}

/// Marks as bodies of one colour each, by the bodies' names.
std::map<std::string, sim::Prop> by_colour(const sim::Shape& marks, const Pose& X_WO) {
  std::map<sim::Color, sim::Shape> groups;
  for (const sim::Part& mark : marks) groups[mark.material.color].push_back(mark);
  std::map<std::string, sim::Prop> props;
  for (auto& [colour, shape] : groups) {
    const std::string name = fmt::format("marks {}", props.size());
    props[name] = {name, X_WO, std::move(shape)};
  }
  return props;
}

/// Puts the marks' colours where the measurement, kFine times as fine as the picture, sees their bodies.
void paint_marks(Image& picture, const sim::Segmentation& seen,
                 const std::map<std::string, sim::Prop>& marks) {
  std::map<int, Vec3> colours;  // by body [8-bit values]
  for (std::size_t body = 0; body < seen.names.size(); ++body) {
    const auto found = marks.find(seen.names[body]);
    if (found == marks.end()) continue;
    const sim::Color& linear = found->second.shape.front().material.color;
    colours[static_cast<int>(body)] =
        255.0 * Vec3(linear[0], linear[1], linear[2]).array().pow(1.0 / 2.2).matrix();
  }
  const int fine_width = kFine * picture.width;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      int covered = 0;
      Vec3 sum = Vec3::Zero();
      for (int sample = 0; sample < kFine * kFine; ++sample) {
        const int at = (kFine * y + sample / kFine) * fine_width + kFine * x + sample % kFine;
        const auto mark = colours.find(seen.bodies[static_cast<std::size_t>(at)]);
        if (mark == colours.end()) continue;
        sum += mark->second;
        ++covered;
      }
      std::uint8_t* rgb = picture.rgb.data() + 3L * (1L * y * picture.width + x);
      const double free = kFine * kFine - covered;
      for (int k = 0; k < 3; ++k)
        rgb[k] = static_cast<std::uint8_t>(std::lround((free * rgb[k] + sum[k]) / (kFine * kFine)));
    }
}

}  // namespace

struct Studio::Impl {
  sim::PictureMaker pictures;
  std::optional<sim::Renderer> measuring;  // made for the first marks
};

Studio::Studio() : impl_(std::make_unique<Impl>()) {}
Studio::~Studio() = default;

Image Studio::draw(const Exhibit& exhibit, const std::shared_ptr<const sim::SceneAssets>& assets, int width,
                   int height) {
  sim::Shape everything = zoomed(exhibit.shape, exhibit.zoom);
  const std::size_t parts = everything.size();
  const sim::Shape marks = zoomed(exhibit.marks, exhibit.zoom);
  everything.insert(everything.end(), marks.begin(), marks.end());
  const Quat turn(Eigen::AngleAxisd(-0.5, Vec3::UnitZ()));
  const Pose X_WO = on_ground(everything, turn * exhibit.upright);
  everything.resize(parts);

  sim::SceneOptions options;
  options.robot = false;
  options.assets = assets;
  options.props = {{"object", X_WO, std::move(everything)}};
  const sim::World world(sim::Scene::build(empty_studio(), options));
  Image picture = impl_->pictures.draw(world, kCamera, width, height);
  if (marks.empty()) return picture;

  const auto props = by_colour(marks, X_WO);
  for (const auto& [name, prop] : props) options.props.push_back(prop);
  const sim::World marked(sim::Scene::build(empty_studio(), options));
  if (!impl_->measuring) impl_->measuring.emplace();
  const sim::Measurement seen = impl_->measuring->measure(marked, kCamera, kFine * width, kFine * height);
  paint_marks(picture, sim::segmentation(marked, seen), props);
  return picture;
}

}  // namespace mjtwin::eval
