#pragma once

#include <Eigen/Core>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "sim/render/gl_objects.h"
#include "sim/render/stage_light.h"
#include "sim/render/surface_library.h"

struct mjModel_;
struct mjData_;

namespace mjtwin::sim {

/// How finely a thing is drawn: as seen, or for shadow maps, whose texels are coarse.
enum class Detail { kSeen, kShadow };

/// Pose of a geom as a 3 x 4 matrix, rows first.
using GeomPose = std::array<float, 12>;

/// Irradiance / pi that a geom gets from around it, for surfaces that look along +x, -x, +y, -y, +z, -z.
inline constexpr std::size_t kCubeSides = 6;
using AmbientCube = std::array<Eigen::Vector3f, kCubeSides>;

/// What decides which program draws a thing, and with what.
struct Look {
  int light_map = -1;  // face of the stage that it is; -1: a small thing, lit by its AmbientCube
  int texture = -1;    // in the model; -1: none
  bool shiny = false;  // mirrors something
  bool closed = true;  // has no back sides to be seen
  friend auto operator<=>(const Look&, const Look&) = default;
};

/// A geom, or one side of a large one, as the shaders know it.
struct SurfaceGeom {
  int geom = -1;  // in the model
  Look look;
  bool is_large = false;
  bool casts_shadows = true;
  Eigen::Vector4f colour = Eigen::Vector4f::Ones();  // linear
  Eigen::Vector4f finish = Eigen::Vector4f::Zero();  // roughness, specular, metallic, textured
  Eigen::Vector3f centre = Eigen::Vector3f::Zero();  // of the box around it, geom frame [m]
  Eigen::Vector3f half_size = Eigen::Vector3f::Zero();
  float radius = 0;  // of its bounding sphere [m]
  struct Range {
    std::uint32_t first = 0, count = 0;  // in the indices
  };
  std::array<Range, 2> ranges;  // by Detail
};

/// All that is seen of a model, in the memory of the graphics device: corners, materials, textures, poses.
class SceneSurfaces {
 public:
  /// The stage's faces are sides of large geoms; they get their light from light maps.
  SceneSurfaces(const GlFunctions& gl, const SurfaceLibrary& library, const mjModel_* model,
                const mjData_* data, std::span<const LitFace> stage);

  [[nodiscard]] std::span<const SurfaceGeom> geoms() const { return geoms_; }
  /// Poses of geoms() in a state.
  [[nodiscard]] std::vector<GeomPose> poses(const mjData_* data) const;

  /// What the next draws take as poses and light from around (one each a geom; none: dark).
  void place(std::span<const GeomPose> poses, std::span<const AmbientCube> ambient);
  /// Draws those of geoms() that are listed, in that order, with the program in use; neighbours of one look
  /// at once.
  void draw(std::span<const int> geoms, Detail detail);
  /// The same, after asking for the program of every look.
  void draw(std::span<const int> geoms, Detail detail, const std::function<void(const Look&)>& prepare);

  [[nodiscard]] const GlTexture& picture(int texture) const {
    return pictures_[static_cast<std::size_t>(texture)];
  }

  static constexpr int kGeomUnit = 0;  // texture unit of the table of geoms

 private:
  /// A SurfaceGeom in the making.
  struct Piece {
    SurfaceGeom geom;
    std::shared_ptr<const KnownSurface> surface;
    const LitFace* face = nullptr;  // that it is
  };
  static std::vector<Piece> pieces(const SurfaceLibrary& library, const mjModel_* model, const mjData_* data,
                                   int geom, std::span<const LitFace> stage);
  void add(Piece piece, const mjData_* data);
  void sort_by_look();
  void upload(const mjModel_* model);

  const GlFunctions* gl_;
  std::vector<SurfaceGeom> geoms_;
  struct Corner {
    SurfaceVertex surface;
    Eigen::Vector2f light_place;  // in the light map
    std::int32_t geom;
  };
  std::vector<Corner> corners_;  // until they are uploaded
  std::vector<std::uint32_t> indices_, chosen_;
  GlBuffer corner_buffer_, index_buffer_, geom_buffer_;
  GlTexture geom_texture_;
  GlVertexArray array_;
  std::vector<GlTexture> pictures_;
};

}  // namespace mjtwin::sim
