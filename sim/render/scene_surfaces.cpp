#include "sim/render/scene_surfaces.h"

#include <mujoco/mujoco.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "sim/core/shared_work.h"
#include "sim/render/mip_levels.h"

namespace mjtwin::sim {
namespace {

constexpr int kHiddenFromGroup = 3;  // MuJoCo draws the geom groups 0, 1, 2

/// Texels a geom has in the table that the shaders read.
constexpr int kTexelsAGeom = 11;  // pose 3, colour, finish, ambient 6

Eigen::Vector4f colour(const mjModel* m, int geom) {
  const int material = m->geom_matid[geom];
  const float* rgba = material >= 0 ? m->mat_rgba + 4 * material : m->geom_rgba + 4 * geom;
  return {rgba[0], rgba[1], rgba[2], rgba[3]};
}

int texture(const mjModel* m, int geom) {
  const int material = m->geom_matid[geom];
  const int id = material < 0 ? -1 : m->mat_texid[material * mjNTEXROLE + mjTEXROLE_RGB];
  return id >= 0 && m->tex_type[id] == mjTEXTURE_2D ? id : -1;
}

/// Geoms without a material have SAPIEN's default one.
Eigen::Vector4f finish(const mjModel* m, int geom) {
  const int material = m->geom_matid[geom];
  if (material < 0) return {1, 0, 0, 0};
  return {m->mat_roughness[material], m->mat_specular[material], m->mat_metallic[material], 0};
}

/// How often the texture repeats along u and v.
Eigen::Vector2f repeats(const mjModel* m, int geom) {
  const int material = m->geom_matid[geom];
  if (texture(m, geom) < 0) return Eigen::Vector2f::Ones();
  return {m->mat_texrepeat[2 * material], m->mat_texrepeat[2 * material + 1]};
}

bool is_seen(const mjModel* m, int geom) {
  return m->geom_group[geom] < kHiddenFromGroup && colour(m, geom)[3] > 0;
}

/// The texture's pixels as they are, sRGB: the shader decodes them, since software drivers are slow at it.
GlTexture upload_picture(const GlFunctions& gl, const mjModel* m, int texture, bool repeats) {
  GlTexture out(gl);
  gl.bind_texture(GL_TEXTURE_2D, out.name());
  const int width = m->tex_width[texture], height = m->tex_height[texture];
  const int channels = m->tex_nchannel[texture];
  const auto bytes =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * static_cast<std::size_t>(channels);
  GLint level = 0;
  for (const MipLevel& mip : mip_levels({m->tex_data + m->tex_adr[texture], bytes}, width, height, channels))
    gl.tex_image_2d(GL_TEXTURE_2D, level++, GL_RGBA8, mip.width, mip.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                    mip.pixels.data());
  gl.tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  gl.tex_parameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
    gl.tex_parameteri(GL_TEXTURE_2D, wrap, repeats ? GL_REPEAT : GL_CLAMP_TO_EDGE);
  return out;
}

void set_bounds(SurfaceGeom& geom, const Surface& surface) {
  Eigen::Vector3f lower = Eigen::Vector3f::Constant(1e9F), upper = -lower;
  for (const std::uint32_t i : surface.indices) {
    lower = lower.cwiseMin(surface.vertices[i].position);
    upper = upper.cwiseMax(surface.vertices[i].position);
  }
  geom.centre = 0.5F * (lower + upper);
  geom.half_size = 0.5F * (upper - lower);
  geom.radius = geom.half_size.norm();
}

GeomPose pose_of(const mjData* data, int geom) {
  const mjtNum* p = data->geom_xpos + 3 * geom;
  const mjtNum* R = data->geom_xmat + 9 * geom;
  GeomPose pose{};
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) pose[4 * r + c] = static_cast<float>(R[3 * r + c]);
    pose[4 * r + 3] = static_cast<float>(p[r]);
  }
  return pose;
}

/// Takes the triangles out of a surface that look that way.
Surface take_side(Surface& from, const Eigen::Vector3f& normal) {
  Surface side{from.vertices, {}}, rest{from.vertices, {}};
  for (std::size_t i = 0; i < from.indices.size(); i += 3) {
    const bool is_side = from.vertices[from.indices[i]].normal.dot(normal) > 0.99F;
    const auto corners = from.indices.begin() + static_cast<std::ptrdiff_t>(i);
    std::vector<std::uint32_t>& to = is_side ? side.indices : rest.indices;
    to.insert(to.end(), corners, corners + 3);
  }
  from = std::move(rest);
  return side;
}

Eigen::Map<const Eigen::Matrix<float, 3, 4, Eigen::RowMajor>> as_matrix(const GeomPose& pose) {
  return Eigen::Map<const Eigen::Matrix<float, 3, 4, Eigen::RowMajor>>(pose.data());
}

}  // namespace

SceneSurfaces::SceneSurfaces(const GlFunctions& gl, const SurfaceLibrary& library, const mjModel* model,
                             const mjData* data, std::span<const LitFace> stage)
    : gl_(&gl), corner_buffer_(gl), index_buffer_(gl), geom_buffer_(gl), geom_texture_(gl), array_(gl) {
  std::vector<int> seen;
  for (int g = 0; g < model->ngeom; ++g)
    if (is_seen(model, g)) seen.push_back(g);
  std::vector<std::vector<Piece>> all(seen.size());
  share_work(static_cast<int>(seen.size()), [&](int i) {
    const auto n = static_cast<std::size_t>(i);
    all[n] = pieces(library, model, data, seen[n], stage);
  });
  for (std::vector<Piece>& of_geom : all)
    for (Piece& piece : of_geom) add(std::move(piece), data);
  sort_by_look();
  upload(model);
}

std::vector<SceneSurfaces::Piece> SceneSurfaces::pieces(const SurfaceLibrary& library, const mjModel* model,
                                                        const mjData* data, int geom,
                                                        std::span<const LitFace> stage) {
  std::vector<Piece> out;
  const std::shared_ptr<const KnownSurface> whole = library.of_geom(model, geom);
  SurfaceGeom base;
  base.geom = geom;
  base.colour = colour(model, geom);
  base.finish = finish(model, geom);
  base.look.texture = texture(model, geom);
  base.look.shiny = base.finish[1] > 0 || base.finish[2] > 0;
  base.look.closed = whole->closed;
  base.casts_shadows = model->geom_type[geom] != mjGEOM_PLANE;  // nothing seen is below the ground
  const auto add = [&](std::shared_ptr<const KnownSurface> surface, const LitFace* face) {
    Piece& piece = out.emplace_back(Piece{base, std::move(surface), face});
    set_bounds(piece.geom, piece.surface->seen);
  };
  const auto add_new = [&](Surface surface, const LitFace* face) {
    std::optional<Surface> simpler = for_shadows(surface);
    add(std::make_shared<const KnownSurface>(
            KnownSurface{std::move(surface), std::move(simpler), whole->closed}),
        face);
  };
  const bool is_stage = std::ranges::any_of(stage, [&](const LitFace& face) { return face.geom == geom; });
  const Eigen::Vector2f often = repeats(model, geom);
  if (!is_stage && often.isOnes()) {
    add(whole, nullptr);
    return out;
  }
  Surface rest = whole->seen;
  for (SurfaceVertex& vertex : rest.vertices) vertex.uv = vertex.uv.cwiseProduct(often);
  const auto R = as_matrix(pose_of(data, geom)).leftCols<3>().eval();
  for (std::size_t f = 0; f < stage.size(); ++f) {
    if (stage[f].geom != geom) continue;
    Surface side = take_side(rest, R.transpose() * stage[f].normal);
    base.is_large = true;
    base.look.light_map = static_cast<int>(f);
    if (!side.indices.empty()) add_new(std::move(side), &stage[f]);
  }
  base.look.light_map = -1;
  if (!rest.indices.empty()) add_new(std::move(rest), nullptr);
  return out;
}

void SceneSurfaces::add(Piece piece, const mjData* data) {
  const GeomPose pose = pose_of(data, piece.geom.geom);
  const auto number = static_cast<std::int32_t>(geoms_.size());
  const auto append = [&](const Surface& part) {
    const auto first = static_cast<std::uint32_t>(corners_.size());
    const SurfaceGeom::Range range{static_cast<std::uint32_t>(indices_.size()),
                                   static_cast<std::uint32_t>(part.indices.size())};
    for (const SurfaceVertex& v : part.vertices) {
      Corner& corner = corners_.emplace_back(Corner{v, Eigen::Vector2f::Zero(), number});
      if (piece.face != nullptr)
        corner.light_place = piece.face->place(as_matrix(pose) * v.position.homogeneous());
    }
    for (const std::uint32_t i : part.indices) indices_.push_back(first + i);
    return range;
  };
  const KnownSurface& surface = *piece.surface;
  piece.geom.ranges[0] = append(surface.seen);
  piece.geom.ranges[1] = surface.simpler ? append(*surface.simpler) : piece.geom.ranges[0];
  geoms_.push_back(piece.geom);
}

/// The geoms' numbers in the corners follow.
void SceneSurfaces::sort_by_look() {
  std::vector<std::int32_t> order(geoms_.size()), place(geoms_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto look = [&](std::int32_t i) { return geoms_[static_cast<std::size_t>(i)].look; };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return look(a) < look(b); });
  std::vector<SurfaceGeom> sorted;
  for (const std::int32_t i : order) {
    place[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(sorted.size());
    sorted.push_back(geoms_[static_cast<std::size_t>(i)]);
  }
  geoms_ = std::move(sorted);
  for (Corner& corner : corners_) corner.geom = place[static_cast<std::size_t>(corner.geom)];
}

void SceneSurfaces::upload(const mjModel* model) {
  gl_->bind_vertex_array(array_.name());
  fill<Corner>(corner_buffer_, GL_ARRAY_BUFFER, corners_, GlUse::kKept);
  const auto attribute = [&](GLuint place, GLint size, std::size_t offset) {
    gl_->enable_vertex_attrib_array(place);
    gl_->vertex_attrib_pointer(place, size, GL_FLOAT, GL_FALSE, sizeof(Corner), buffer_offset(offset));
  };
  attribute(0, 3, offsetof(Corner, surface) + offsetof(SurfaceVertex, position));
  attribute(1, 3, offsetof(Corner, surface) + offsetof(SurfaceVertex, normal));
  attribute(2, 2, offsetof(Corner, surface) + offsetof(SurfaceVertex, uv));
  attribute(3, 2, offsetof(Corner, light_place));
  gl_->enable_vertex_attrib_array(4);
  gl_->vertex_attrib_i_pointer(4, 1, GL_INT, sizeof(Corner), buffer_offset(offsetof(Corner, geom)));
  gl_->bind_buffer(GL_ELEMENT_ARRAY_BUFFER, index_buffer_.name());
  corners_ = {};
  std::vector<bool> repeating(static_cast<std::size_t>(model->ntex));
  for (int g = 0; g < model->ngeom; ++g)
    if (const int t = texture(model, g); t >= 0 && !repeats(model, g).isOnes())
      repeating[static_cast<std::size_t>(t)] = true;
  for (int t = 0; t < model->ntex; ++t)
    pictures_.push_back(upload_picture(*gl_, model, t, repeating[static_cast<std::size_t>(t)]));
}

std::vector<GeomPose> SceneSurfaces::poses(const mjData* data) const {
  std::vector<GeomPose> out;
  out.reserve(geoms_.size());
  for (const SurfaceGeom& g : geoms_) out.push_back(pose_of(data, g.geom));
  return out;
}

void SceneSurfaces::place(std::span<const GeomPose> poses, std::span<const AmbientCube> ambient) {
  std::vector<Eigen::Vector4f> table;
  table.reserve(kTexelsAGeom * geoms_.size());
  for (std::size_t i = 0; i < geoms_.size(); ++i) {
    for (int r = 0; r < 3; ++r) table.emplace_back(poses[i].data() + 4 * r);
    table.push_back(geoms_[i].colour);
    table.push_back(geoms_[i].finish);
    for (std::size_t side = 0; side < kCubeSides; ++side) {
      table.emplace_back(Eigen::Vector4f::Zero());
      if (!ambient.empty()) table.back().head<3>() = ambient[i][side];
    }
  }
  fill<Eigen::Vector4f>(geom_buffer_, GL_TEXTURE_BUFFER, table, GlUse::kReplaced);
  gl_->active_texture(GL_TEXTURE0 + kGeomUnit);
  gl_->bind_texture(GL_TEXTURE_BUFFER, geom_texture_.name());
  gl_->tex_buffer(GL_TEXTURE_BUFFER, GL_RGBA32F, geom_buffer_.name());
}

void SceneSurfaces::draw(std::span<const int> geoms, Detail detail) {
  draw(geoms, detail, nullptr);
}

void SceneSurfaces::draw(std::span<const int> geoms, Detail detail,
                         const std::function<void(const Look&)>& prepare) {
  struct Batch {
    Look look;
    std::size_t first, count;
  };
  std::vector<Batch> batches;
  chosen_.clear();
  for (const int i : geoms) {
    const SurfaceGeom& geom = geoms_[static_cast<std::size_t>(i)];
    const SurfaceGeom::Range& range = geom.ranges[static_cast<std::size_t>(detail)];
    if (batches.empty() || batches.back().look.closed != geom.look.closed ||
        (prepare && batches.back().look != geom.look))
      batches.push_back({geom.look, chosen_.size(), 0});
    const auto first = indices_.begin() + range.first;
    chosen_.insert(chosen_.end(), first, first + range.count);
    batches.back().count += range.count;
  }
  if (chosen_.empty()) return;
  gl_->bind_vertex_array(array_.name());
  fill<std::uint32_t>(index_buffer_, GL_ELEMENT_ARRAY_BUFFER, chosen_, GlUse::kReplaced);
  for (const Batch& batch : batches) {
    if (prepare) prepare(batch.look);
    if (batch.look.closed)
      gl_->enable(GL_CULL_FACE);
    else
      gl_->disable(GL_CULL_FACE);
    gl_->draw_elements(GL_TRIANGLES, static_cast<GLsizei>(batch.count), GL_UNSIGNED_INT,
                       buffer_offset(batch.first * sizeof(std::uint32_t)));
  }
}

}  // namespace mjtwin::sim
