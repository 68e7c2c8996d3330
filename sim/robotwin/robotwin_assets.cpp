#include "sim/robotwin/robotwin_assets.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include "sim/core/error.h"
#include "sim/robotwin/file_guard.h"
#include "sim/robotwin/link_shapes.h"
#include "sim/robotwin/metadata.h"
#include "sim/robotwin/picture_file.h"
#include "sim/robotwin/shape_files.h"

namespace fs = std::filesystem;

namespace mjtwin::sim {
namespace {

constexpr double kDensity = 1000.0;  // [kg/m3] SAPIEN's default
constexpr char kOnlyLink[] = "";     // a rigid thing's only link

/// What `read` gives; nothing when its file is broken, which is said when the model's shape is asked for, so
/// that others can go on.
template <class Read>
auto unless_broken(const Read& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

/// One loaded thing: its links' shapes before scale (a rigid thing has one, without a name).
struct Thing {
  std::map<std::string, Shape> links;
  std::map<std::string, UrdfInertial> inertials;
};

struct RobotwinAssets::Impl {
  RobotwinFolder folder;
  ShapeCache cache;
  ShapeFiles files;
  mutable std::mutex mutex;  // guards what follows, which fills up as things are asked for
  mutable std::map<std::string, std::shared_ptr<const Thing>> things;  // null: not in the folder
  mutable std::map<std::string, std::shared_ptr<const Image>> pictures;
  mutable std::set<std::string> notes;

  Impl(RobotwinFolder where, ShapeCache kept)
      : folder(std::move(where)), cache(std::move(kept)), files(folder.objects(), cache) {}

  /// Loads outside of the lock, so that workers load different things at once.
  std::shared_ptr<const Thing> thing(const std::string& key,
                                     const std::function<std::shared_ptr<Thing>()>& load) const {
    {
      const std::scoped_lock lock(mutex);
      if (const auto found = things.find(key); found != things.end()) return found->second;
    }
    std::shared_ptr<const Thing> loaded = load();
    const std::scoped_lock lock(mutex);
    return things.emplace(key, std::move(loaded)).first->second;
  }

  Shape keep(LoadedShape shape) const {
    const std::scoped_lock lock(mutex);
    for (auto& [name, picture] : shape.pictures)
      pictures.emplace(name, std::make_shared<const Image>(std::move(picture)));
    notes.insert(shape.notes.begin(), shape.notes.end());
    return std::move(shape.parts);
  }

  void note(const std::string& line) const {
    const std::scoped_lock lock(mutex);
    notes.insert(line);
  }

  std::shared_ptr<Thing> load_rigid(const std::string& id, const std::string& variant) const {
    const auto found = folder.rigid(id, variant);
    if (!found) {
      note(id + " " + variant + ": no mesh; the pack's shape");
      return nullptr;
    }
    if (const auto number = number_in(variant); number && fs::exists(folder.rigid_metadata(id, *number)))
      (void)rigid_facts(folder.rigid_metadata(id, *number), id, *number);  // says what is broken in it
    LoadedShape shape = files.drawn(found->visual);
    LoadedShape colliders = collision(*found);
    shape.notes.insert(shape.notes.end(), colliders.notes.begin(), colliders.notes.end());
    shape.parts.insert(shape.parts.end(), colliders.parts.begin(), colliders.parts.end());
    auto thing = std::make_shared<Thing>();
    thing->links[kOnlyLink] = keep(std::move(shape));
    return thing;
  }

  LoadedShape collision(const RobotwinFolder::RigidFiles& found) const {
    const fs::path cut = found.collision.string() + ".coacd.ply";
    if (found.pieces) return files.colliding(found.collision, Colliding::kNodes);
    return fs::exists(cut) ? files.colliding(cut, Colliding::kNodes)
                           : files.colliding(found.collision, Colliding::kCut);
  }

  std::shared_ptr<Thing> load_urdf(const fs::path& urdf, Colliding how) const {
    if (!fs::exists(urdf)) return nullptr;
    auto thing = std::make_shared<Thing>();
    for (const UrdfFileLink& link : read_urdf(urdf, folder.objects()).links) {
      thing->links[link.name] = keep(link_shape(link, files, how));
      if (link.inertial) thing->inertials[link.name] = *link.inertial;
    }
    return thing;
  }

  /// Its own collision meshes are left alone: the pack's robot has hulls that are fitted to them.
  std::optional<UrdfRobot> load_robot(const std::string& name) const {
    const auto urdf = folder.robot_urdf(name);
    if (!urdf) return std::nullopt;
    const fs::path own = folder.robots() / name;
    UrdfFile read = read_urdf(*urdf, own);
    UrdfRobot robot{.file = *urdf, .looks = {}, .joints = std::move(read.joints)};
    const ShapeFiles robot_files(own, cache);
    for (UrdfFileLink& link : read.links) {
      link.collisions.clear();
      if (!link.visuals.empty())
        robot.looks[link.name] = keep(link_shape(link, robot_files, Colliding::kHull));
    }
    return robot;
  }

  /// An objaverse object: one link, one hull around everything (load_multiple_collisions_from_file is off).
  std::shared_ptr<Thing> load_objaverse(const std::string& name, const std::string& variant) const {
    const fs::path urdf = folder.objaverse_urdf(name, variant);
    auto thing = load_urdf(urdf, Colliding::kHull);
    if (!thing) {
      note("objaverse/" + name + " " + variant + ": no model.urdf; the pack's shape");
      return nullptr;
    }
    if (thing->links.size() != 1)
      throw Error("clutter is one link",
                  {.file = urdf.string(), .value = std::to_string(thing->links.size())});
    Thing one;
    one.links[kOnlyLink] = std::move(thing->links.begin()->second);
    if (!thing->inertials.empty()) one.inertials[kOnlyLink] = thing->inertials.begin()->second;
    return std::make_shared<Thing>(std::move(one));
  }

  std::shared_ptr<const Thing> rigid(const std::string& id, const std::string& variant) const {
    return thing(id + "/" + variant,
                 [&] { return is_numbered(id) ? load_rigid(id, variant) : load_objaverse(id, variant); });
  }

  std::shared_ptr<const Thing> articulated(const std::string& id, const std::string& model) const {
    return thing(id + "/" + model, [&] {
      auto loaded = load_urdf(folder.objects() / id / model / "mobility.urdf", Colliding::kNodes);
      if (!loaded) note(id + " " + model + ": no mobility.urdf; the pack's shape");
      return loaded;
    });
  }
};

RobotwinAssets::RobotwinAssets(RobotwinFolder folder, ShapeCache cache)
    : impl_(std::make_unique<Impl>(std::move(folder), std::move(cache))) {}
RobotwinAssets::~RobotwinAssets() = default;

const RobotwinFolder& RobotwinAssets::folder() const {
  return impl_->folder;
}

std::vector<std::string> RobotwinAssets::notes() const {
  const std::scoped_lock lock(impl_->mutex);
  return {impl_->notes.begin(), impl_->notes.end()};
}

void RobotwinAssets::correct(std::string_view id, ObjectFacts& facts) const {
  const RobotwinFolder& folder = impl_->folder;
  for (const int variant : folder.variants(id)) {
    const auto read = unless_broken(
        [&] { return rigid_facts(folder.rigid_metadata(id, variant), std::string(id), variant); });
    if (read) facts.variants[variant] = *read;
  }
  std::vector<ArticulatedModel>& models = facts.articulated;
  for (const fs::path& model : folder.articulations(id)) {
    const auto read = unless_broken([&] {
      return articulated_facts(model, std::string(id), read_urdf(model / "mobility.urdf", folder.objects()));
    });
    if (!read) continue;
    std::erase_if(models, [&](const ArticulatedModel& known) { return known.folder == read->folder; });
    models.push_back(*read);
  }
  std::stable_sort(models.begin(), models.end(), [](const auto& first, const auto& second) {
    return number_in(first.folder).value_or(0) < number_in(second.folder).value_or(0);
  });
}

void RobotwinAssets::correct(ClutterFacts& facts) const {
  const RobotwinFolder& folder = impl_->folder;
  for (const std::string& id : folder.ids()) {
    std::vector<ClutterFacts::Model> models;
    for (const int variant : folder.variants(id)) {
      const auto model =
          unless_broken([&] { return clutter_facts(folder.rigid_metadata(id, variant), variant); });
      if (model && *model) models.push_back(**model);
    }
    std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    if (!models.empty()) facts.objects[id] = std::move(models);
  }
}

std::optional<UrdfRobot> RobotwinAssets::robot(const std::string& name) const {
  return impl_->load_robot(name);
}

std::optional<Shape> RobotwinAssets::rigid(const std::string& id, const std::string& variant,
                                           const Vec3& scale) const {
  const auto thing = impl_->rigid(id, variant);
  if (!thing) return std::nullopt;
  return scaled(thing->links.begin()->second, scale);
}

std::optional<std::map<std::string, Shape>> RobotwinAssets::articulated(const std::string& id,
                                                                        const std::string& folder,
                                                                        double scale) const {
  const auto thing = impl_->articulated(id, folder);
  if (!thing) return std::nullopt;
  std::map<std::string, Shape> links = thing->links;
  for (auto& [name, shape] : links) shape = scaled(std::move(shape), Vec3::Constant(scale));
  return links;
}

std::optional<VolumeMoments> RobotwinAssets::moments(const std::string& id, const std::string& variant,
                                                     const std::string& link, double scale) const {
  const auto thing = link.empty() ? impl_->rigid(id, variant) : impl_->articulated(id, variant);
  if (!thing) return std::nullopt;
  const auto found = thing->inertials.find(link);
  if (found == thing->inertials.end()) return std::nullopt;
  const UrdfInertial& inertial = found->second;
  const double cube = scale * scale * scale;
  return VolumeMoments{.volume = inertial.mass * cube / kDensity,
                       .center = scale * inertial.center,
                       .inertia = cube * scale * scale / kDensity * inertial.inertia};
}

std::optional<Image> RobotwinAssets::picture(const std::string& texture) const {
  {
    const std::scoped_lock lock(impl_->mutex);
    if (const auto found = impl_->pictures.find(texture); found != impl_->pictures.end())
      return found->second ? std::optional(*found->second) : std::nullopt;
  }
  const fs::path file = impl_->folder.background_textures() / (texture + ".png");
  std::shared_ptr<const Image> image;
  if (fs::exists(file))
    image = std::make_shared<const Image>(decode_picture(read_guarded(file), file.string()));
  else
    impl_->note("background_texture/" + texture + ".png: missing; the pack's pattern");
  const std::scoped_lock lock(impl_->mutex);
  impl_->pictures.emplace(texture, image);
  return image ? std::optional(*image) : std::nullopt;
}

}  // namespace mjtwin::sim
