#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "policy/hyvla/network/hyvla_network.h"
#include "policy/hyvla/network/vision.h"

namespace mjtwin::policy::hyvla {

/// Turns the pictures of a batch into the vision tower's early features: each picture once, however many
/// slots it stands in, and remembered for the next calls. Empty slots share one picture for ever.
class FrameEncoder {
 public:
  /// `remembered`: pictures kept between calls.
  FrameEncoder(const VisionTower& tower, const HyVlaConfig& config, at::ScalarType type, at::Device device,
               std::size_t remembered);

  /// groups: cameras of requests. cameras: for recorders; then nothing is shared or remembered, and groups
  /// are camera-major.
  [[nodiscard]] FrameSlots encode(std::span<const CameraFrames* const> groups, std::int64_t frames_per_pass,
                                  std::int64_t cameras, const Tap& tap);

 private:
  struct Remembered {
    std::shared_ptr<const Image> image;  // held, so that its address stays its own
    at::Tensor features;                 // [tokens, width], memory of its own
    std::uint64_t last_use = 0;
  };

  /// [pictures, 3, height, width]; null pictures are black.
  [[nodiscard]] at::Tensor pixels(std::span<const std::shared_ptr<const Image>> images,
                                  const ImageSize& size) const;
  [[nodiscard]] FrameSlots encode_all(std::span<const CameraFrames* const> groups, const ImageSize& size,
                                      std::int64_t cameras, const Tap& tap) const;
  [[nodiscard]] std::vector<at::Tensor> features_of(std::span<const std::shared_ptr<const Image>> images,
                                                    const ImageSize& size,
                                                    std::int64_t frames_per_pass) const;
  void remember(std::span<const std::shared_ptr<const Image>> images, const at::Tensor& features);
  void forget_old();

  const VisionTower* tower_;
  bool video_;
  std::optional<ImageSize> target_;
  at::ScalarType type_;
  at::Device device_;
  std::size_t capacity_;
  std::uint64_t calls_ = 0;
  std::optional<ImageSize> size_;                  // of the remembered pictures after resizing
  std::map<const Image*, Remembered> remembered_;  // the empty picture under nullptr
};

}  // namespace mjtwin::policy::hyvla
