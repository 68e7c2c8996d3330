#pragma once

#include <ATen/ATen.h>

#include "policy/hyvla/config.h"

namespace mjtwin::policy::hyvla {

/// What turns the heads of tokens at their positions: x * cosine + x with its halves exchanged * sine. Both
/// [requests, tokens, 1, head size] float32; the sines of the first half are negative.
struct Rotation {
  at::Tensor cosine, sine;

  /// Of the tokens from `first` on.
  [[nodiscard]] Rotation from(std::int64_t first) const;
};

/// Rotary positions. The frequencies are rounded to bf16 even in a float32 network: the reference casts their
/// buffer together with the weights.
class RotaryPositions {
 public:
  RotaryPositions(const TextConfig& text, at::Device device);
  /// positions: [requests, tokens] whole numbers.
  [[nodiscard]] Rotation at(const at::Tensor& positions) const;

 private:
  at::Tensor frequencies_;  // [head size / 2]
};

/// Rotates, then normalises each head (in this order, as upstream): rms_norm(rotate(x)) * weight, computed in
/// float32. x: [requests, tokens, heads, head size]; weight: [heads, head size] float32; result [requests,
/// heads, tokens, head size] of the given type.
[[nodiscard]] at::Tensor rotate_and_norm(const at::Tensor& x, const Rotation& rotation,
                                         const at::Tensor& weight, double eps, at::ScalarType type);

}  // namespace mjtwin::policy::hyvla
