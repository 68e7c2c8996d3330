#pragma once

#include <ATen/ATen.h>

#include <optional>
#include <span>

#include "policy/hyvla/config.h"
#include "sim/core/image.h"

namespace mjtwin::policy::hyvla {

/// Pictures of one size as the vision tower wants them, [pictures, 3, height, width] in -1..1: divided by
/// 255, rounded to `type`, then resized bilinearly without antialiasing, keeping their proportions, and
/// centred on black. The order of these steps matters in bf16 (resize_with_pad and prepare_images of
/// hy_vla/modeling_hy_vla.py).
[[nodiscard]] at::Tensor pixels_of(std::span<const Image* const> images,
                                   const std::optional<ImageSize>& target, at::ScalarType type,
                                   at::Device device);

/// Size of what pixels_of() gives for pictures of this size. Throws unless the tower can cut it into a
/// square grid of pairs of patches.
[[nodiscard]] ImageSize network_size(const ImageSize& image, const std::optional<ImageSize>& target);

}  // namespace mjtwin::policy::hyvla
