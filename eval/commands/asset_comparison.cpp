#include "eval/commands/asset_comparison.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <numbers>
#include <optional>

#include "eval/commands/studio.h"
#include "eval/video/lettering.h"
#include "sim/core/error.h"
#include "sim/robotwin/robotwin_assets.h"

namespace mjtwin::eval {
namespace {

constexpr int kWidth = 480, kHeight = 360, kTextHeight = 34;  // [pixels]
constexpr double kShare = 0.78;  // of the picture: marks stand out, and a folder's mesh from its facts
constexpr Colour kPaper{255, 255, 255}, kInk{30, 30, 30};

/// An object as it is drawn: parts, box and grasp frames in its own frame [m].
struct Shown {
  sim::Shape shape;
  sim::Bounds box;  // the facts' extents
  std::vector<Pose> grasps;
  bool stands_on_y = true;
};

struct Place {
  std::shared_ptr<sim::SceneAssets> assets;
  std::string title;
};

int number(const std::string& text) {
  try {
    return std::stoi(text);
  } catch (const std::exception&) {
    throw Error("a model is named by its number, as in 020_hammer/0", {.field = "variant", .value = text});
  }
}

Pose grasp_frame(const Mat4& matrix, const Vec3& scale) {
  Mat4 scaled = matrix;
  scaled.topRightCorner<3, 1>() = scaled.topRightCorner<3, 1>().cwiseProduct(scale).eval();
  return Pose(scaled);
}

Shown rigid(const sim::SceneAssets& assets, const ComparedObject& object) {
  const sim::RigidModel& model = assets.catalogue.rigid(object.id, number(object.variant));
  Shown shown;
  shown.shape = assets.shapes.rigid(object.id, object.variant, {model.center, model.extents}, model.scale);
  const Vec3 center = model.center.cwiseProduct(model.scale),
             half = 0.5 * model.extents.cwiseProduct(model.scale);
  shown.box.include(center - half);
  shown.box.include(center + half);
  for (const Mat4& point : model.contact_points) shown.grasps.push_back(grasp_frame(point, model.scale));
  return shown;
}

/// All links where their joints are zero.
Shown articulated(const sim::SceneAssets& assets, const ComparedObject& object) {
  const sim::ArticulatedModel& model = assets.catalogue.articulated(object.id, object.variant);
  const std::vector<Pose> poses =
      sim::link_poses(model, {}, std::vector<double>(sim::active_joints(model).size(), 0.0));
  const auto shapes = assets.shapes.articulated(object.id, object.variant, model.scale);
  Shown shown;
  shown.stands_on_y = false;
  for (std::size_t i = 0; i < model.links.size(); ++i) {
    if (const auto found = shapes.find(model.links[i]); found != shapes.end())
      for (sim::Part part : found->second) {
        part.X_SP = poses[i] * part.X_SP;
        shown.shape.push_back(std::move(part));
      }
    for (const sim::LinkPoint& point : model.contact_points)
      if (point.base == model.links[i])
        shown.grasps.push_back(poses[i] * grasp_frame(point.matrix, Vec3::Constant(model.scale)));
  }
  const Vec3 center = sim::bounds(shown.shape).center(), half = 0.5 * model.scale * model.extents;
  shown.box.include(center - half);
  shown.box.include(center + half);
  return shown;
}

Shown shown(const sim::SceneAssets& assets, const ComparedObject& object, bool is_articulated) {
  return is_articulated ? articulated(assets, object) : rigid(assets, object);
}

sim::Part bar(const Vec3& from, const Vec3& to, double thickness, const sim::Color& color) {
  const Vec3 along = to - from;
  sim::Part part{.kind = sim::PartKind::kCapsule};
  part.X_SP = {0.5 * (from + to), Quat::FromTwoVectors(Vec3::UnitZ(), along)};
  part.size = {thickness, 0.5 * along.norm(), 0.0};
  part.material.color = color;
  part.collides = false;
  return part;
}

void add_box(sim::Shape& shape, const sim::Bounds& box, double thickness) {
  for (int axis = 0; axis < 3; ++axis)
    for (int corner = 0; corner < 4; ++corner) {
      Vec3 from = Vec3::Zero();
      for (int k = 0, bit = 0; k < 3; ++k) {
        if (k == axis) continue;
        from[k] = (corner >> bit++ & 1) != 0 ? box.upper[k] : box.lower[k];
      }
      Vec3 to = from;
      from[axis] = box.lower[axis];
      to[axis] = box.upper[axis];
      shape.push_back(bar(from, to, thickness, {0.1, 0.1, 0.1, 1}));
    }
}

void add_frames(sim::Shape& shape, const std::vector<Pose>& frames, double length) {
  for (const Pose& X : frames)
    for (int axis = 0; axis < 3; ++axis) {
      sim::Color color{0.02, 0.02, 0.02, 1};
      color[static_cast<std::size_t>(axis)] = 0.8;
      shape.push_back(bar(X.p, X * Vec3(length * Vec3::Unit(axis)), 0.015 * length, color));
    }
}

std::string figures(const Shown& object) {
  const auto text = [](const Vec3& v) {
    return fmt::format("{:.0f} x {:.0f} x {:.0f} mm", 1e3 * v.x(), 1e3 * v.y(), 1e3 * v.z());
  };
  std::size_t colliders = 0;
  for (const sim::Part& part : object.shape) colliders += part.collides ? 1 : 0;
  return fmt::format("facts {}, seen {}, {} colliders", text(object.box.extents()),
                     text(sim::bounds(object.shape, sim::BoundsOf::kVisuals).extents()), colliders);
}

class Comparison {
 public:
  explicit Comparison(const std::filesystem::path& robotwin)
      : source_(std::make_shared<sim::RobotwinAssets>(sim::RobotwinFolder(robotwin))) {
    places_ = {{{std::make_shared<sim::SceneAssets>(), "the pack's"},
                {sim::assets_over_pack(source_), "the folder's"}}};
  }

  Image row(const ComparedObject& object) {
    const sim::RobotwinFolder& folder = source_->folder();
    const bool is_articulated = !folder.articulations(object.id).empty();
    if (!is_articulated && !folder.rigid(object.id, object.variant))
      throw Error("the folder has no mesh of this object",
                  {.file = folder.objects().string(), .field = object.id, .value = object.variant});
    std::vector<Shown> things;
    double longest = 0;
    for (const Place& place : places_) {
      things.push_back(shown(*place.assets, object, is_articulated));
      longest = std::max({longest, things.back().box.extents().maxCoeff(),
                          sim::bounds(things.back().shape).extents().maxCoeff()});
    }
    Image out(2 * kWidth, kHeight + kTextHeight);
    std::fill(out.rgb.begin(), out.rgb.end(), kPaper[0]);
    for (std::size_t k = 0; k < 2; ++k) {
      const int x = static_cast<int>(k) * kWidth;
      draw_text(out, x + 6, 4, fmt::format("{} {}: {}", object.id, object.variant, places_[k].title), kInk);
      draw_text(out, x + 6, 18, figures(things[k]), kInk);
      paste(out, x, kTextHeight, picture(things[k], kShare * Studio::kSize / longest, places_[k].assets));
    }
    return out;
  }

 private:
  Image picture(const Shown& object, double zoom, const std::shared_ptr<sim::SceneAssets>& assets) {
    Exhibit exhibit{.shape = object.shape, .zoom = zoom};
    const Vec3 axis = object.stands_on_y ? Vec3::UnitX() : Vec3::UnitZ();
    exhibit.upright = Eigen::AngleAxisd(std::numbers::pi / 2, axis);
    add_box(exhibit.marks, object.box, 0.0006 / zoom);
    add_frames(exhibit.marks, object.grasps, 0.08 / zoom);
    return studio_.draw(exhibit, assets, kWidth, kHeight);
  }

  std::shared_ptr<sim::RobotwinAssets> source_;
  std::array<Place, 2> places_;
  Studio studio_;
};

}  // namespace

std::vector<ComparedObject> objects_to_compare(const std::filesystem::path& robotwin) {
  const sim::RobotwinFolder folder(robotwin);
  const auto contents = sim::ShapeLibrary().contents();
  std::vector<ComparedObject> out;
  for (const auto& [id, variants] : contents)
    for (const std::string& variant : variants) {
      const auto models = folder.articulations(id);
      const bool has_model = std::any_of(models.begin(), models.end(),
                                         [&](const auto& model) { return model.filename() == variant; });
      if (has_model || (sim::is_numbered(id) && folder.rigid(id, variant))) out.push_back({id, variant});
    }
  return out;
}

Image compare_objects(const std::filesystem::path& robotwin, const std::vector<ComparedObject>& objects) {
  Comparison comparison(robotwin);
  const int height = kHeight + kTextHeight;
  Image out(2 * kWidth, height * static_cast<int>(objects.size()));
  for (std::size_t i = 0; i < objects.size(); ++i)
    paste(out, 0, height * static_cast<int>(i), comparison.row(objects[i]));
  return out;
}

}  // namespace mjtwin::eval
