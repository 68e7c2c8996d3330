#include "policy/hyvla/network/pixels.h"

#include <ATen/Parallel.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "policy/hyvla/model_shape.h"
#include "sim/core/error.h"

namespace mjtwin::policy::hyvla {
namespace {

// [pictures, height, width, 3] on the device. An accelerator fetches them faster, and while the CPU goes on,
// from memory that stays in place.
at::Tensor bytes_of(std::span<const Image* const> images, at::Device device) {
  const auto count = static_cast<std::int64_t>(images.size());
  const auto options = at::TensorOptions(at::kByte).pinned_memory(device.is_cuda());
  const at::Tensor bytes = at::empty({count, images.front()->height, images.front()->width, 3}, options);
  auto* const first = bytes.mutable_data_ptr<std::uint8_t>();
  const std::int64_t size = bytes.stride(0);
  at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
      std::memcpy(first + i * size, images[static_cast<std::size_t>(i)]->rgb.data(),
                  static_cast<std::size_t>(size));
  });
  return bytes.to(device, at::kByte, /*non_blocking=*/true);
}

at::Tensor resize_with_padding(const at::Tensor& pictures, const ImageSize& target) {
  const double width = static_cast<double>(pictures.size(3)), height = static_cast<double>(pictures.size(2));
  const double ratio = std::max(width / target.width, height / target.height);
  const auto new_height = static_cast<std::int64_t>(height / ratio);
  const auto new_width = static_cast<std::int64_t>(width / ratio);
  // Interpolated in float32 and rounded once, as a GPU does; some CPU kernels round bf16 in between.
  const at::Tensor resized = at::upsample_bilinear2d(pictures.to(at::kFloat), {new_height, new_width}, false)
                                 .to(pictures.scalar_type());
  const std::int64_t wide = std::max<std::int64_t>(0, target.width - new_width);
  const std::int64_t high = std::max<std::int64_t>(0, target.height - new_height);
  return at::constant_pad_nd(resized, {wide / 2, wide - wide / 2, high / 2, high - high / 2}, 0);
}

}  // namespace

at::Tensor pixels_of(std::span<const Image* const> images, const std::optional<ImageSize>& target,
                     at::ScalarType type, at::Device device) {
  const at::Tensor planes = bytes_of(images, device).permute({0, 3, 1, 2}).contiguous();
  at::Tensor pictures = planes.to(at::kFloat).div_(255.0).to(type);
  if (target) pictures = resize_with_padding(pictures, *target);
  return pictures.mul_(2.0).sub_(1.0);
}

ImageSize network_size(const ImageSize& image, const std::optional<ImageSize>& target) {
  const ImageSize size = target.value_or(image);
  constexpr int kPair = 2 * kPatchSize;
  if (size.width != size.height || size.width % kPair != 0 || size.width <= 0)
    throw Error(
        fmt::format("the vision tower needs square pictures with sides divisible by {}", kPair),
        {.field = "resize_imgs_with_padding", .value = fmt::format("{} x {}", size.width, size.height)});
  return size;
}

}  // namespace mjtwin::policy::hyvla
