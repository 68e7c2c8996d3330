#include "eval/commands/catalog_pictures.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numbers>

#include "eval/commands/studio.h"
#include "sim/scene/actors.h"

namespace mjtwin::eval {
namespace {

int number(const std::string& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Objects of the catalogue stand along their own y, clutter kinds along z.
Quat upright(const CatalogEntry& entry) {
  // A URDF's root has its front along -x.
  if (entry.articulated) return Quat(Eigen::AngleAxisd(std::numbers::pi / 2, Vec3::UnitZ()));
  const bool along_y = std::isdigit(static_cast<unsigned char>(entry.id.front())) != 0;
  return along_y ? Quat(Eigen::AngleAxisd(std::numbers::pi / 2, Vec3::UnitX())) : Quat::Identity();
}

sim::ClutterItem clutter_item(const CatalogEntry& entry) {
  return {.name = entry.id,
          .id = entry.variant,
          .type = "urdf",
          .radius = 0.06,
          .z_offset = -0.03,
          .z_max = 0.06,
          .scale = Vec3::Ones(),
          .X_WO = {}};
}

}  // namespace

struct CatalogPictures::Impl {
  std::shared_ptr<sim::SceneAssets> assets = std::make_shared<sim::SceneAssets>();
  Studio studio;

  sim::Shape shape(const CatalogEntry& entry) const;
  sim::Shape articulated(const CatalogEntry& entry) const;
};

/// All links where they are when every joint is a third open, in the root's frame.
sim::Shape CatalogPictures::Impl::articulated(const CatalogEntry& entry) const {
  const sim::ArticulatedModel& model = assets->catalogue.articulated(entry.id, entry.variant);
  std::vector<double> q;
  for (const sim::ModelJoint* joint : sim::active_joints(model)) {
    const bool endless = joint->type == sim::JointType::kContinuous;
    const double unit = joint->type == sim::JointType::kPrismatic ? model.scale : 1.0;
    q.push_back(endless ? 0.0 : unit * (joint->limits[0] + (joint->limits[1] - joint->limits[0]) / 3));
  }
  const std::vector<Pose> poses = sim::link_poses(model, {}, q);
  const std::map<std::string, sim::Shape> shapes =
      assets->shapes.articulated(entry.id, entry.variant, model.scale);
  sim::Shape all;
  for (std::size_t i = 0; i < model.links.size(); ++i) {
    const auto found = shapes.find(model.links[i]);
    if (found == shapes.end()) continue;
    for (sim::Part part : found->second) {
      part.X_SP = poses[i] * part.X_SP;
      all.push_back(std::move(part));
    }
  }
  return all;
}

sim::Shape CatalogPictures::Impl::shape(const CatalogEntry& entry) const {
  if (entry.articulated) return articulated(entry);
  if (!std::isdigit(static_cast<unsigned char>(entry.id.front())))
    return rigid_shape(*assets, clutter_item(entry));
  const sim::RigidModel& model = assets->catalogue.rigid(entry.id, number(entry.variant));
  return assets->shapes.rigid(entry.id, entry.variant, {model.center, model.extents}, model.scale);
}

CatalogPictures::CatalogPictures() : impl_(std::make_unique<Impl>()) {}
CatalogPictures::~CatalogPictures() = default;

Image CatalogPictures::draw(const CatalogEntry& entry) {
  Exhibit exhibit{.shape = impl_->shape(entry), .upright = upright(entry)};
  exhibit.zoom = Studio::kSize / sim::bounds(exhibit.shape).extents().maxCoeff();
  return impl_->studio.draw(exhibit, impl_->assets, kWidth, kHeight);
}

std::vector<CatalogEntry> catalog_entries() {
  const sim::ShapeLibrary library;
  std::vector<CatalogEntry> entries;
  for (auto [id, variants] : library.contents()) {
    std::sort(variants.begin(), variants.end(),
              [](const std::string& a, const std::string& b) { return number(a) < number(b); });
    for (const std::string& variant : variants) entries.push_back({id, variant, library.is_articulated(id)});
  }
  return entries;
}

}  // namespace mjtwin::eval
