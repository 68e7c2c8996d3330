#pragma once

#include <optional>

#include "sim/core/recently_used.h"
#include "sim/render/geom_surface.h"

namespace mjtwin::sim {

/// What a geom looks like, and what follows from its shape alone.
struct KnownSurface {
  Surface seen;
  std::optional<Surface> simpler;  // for shadow maps, where that pays
  bool closed = false;
};

/// The surfaces that a renderer has drawn: the same things come back in other scenes. Known by their numbers,
/// not by their names.
class SurfaceLibrary {
 public:
  [[nodiscard]] std::shared_ptr<const KnownSurface> of_geom(const mjModel_* model, int geom) const;

 private:
  static constexpr std::size_t kMostBytes = 64U << 20U;  // all clutter of the pack takes less
  [[nodiscard]] static std::size_t bytes(const KnownSurface& surface);
  RecentlyUsed<KnownSurface> known_{kMostBytes, bytes};
};

/// A coarser surface for shadow maps; nothing for one that is simple already.
[[nodiscard]] std::optional<Surface> for_shadows(const Surface& surface);

}  // namespace mjtwin::sim
