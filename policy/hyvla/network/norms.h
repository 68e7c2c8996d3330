#pragma once

#include <ATen/ATen.h>

#include <string>

#include "policy/hyvla/network/linear.h"

namespace mjtwin::policy::hyvla {

/// x / sqrt(mean(x^2) + eps) * weight over the last dimension (HunYuanVLMoTRMSNorm); x and weight float32.
[[nodiscard]] at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps);

/// The vision tower's normalisation, eps 1e-6.
struct LayerNorm {
  at::Tensor weight;
  at::Tensor bias;

  [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

[[nodiscard]] LayerNorm load_layer_norm(const WeightLoader& loader, const std::string& name);

/// x + y; in place of x when no gradient is asked for.
[[nodiscard]] at::Tensor add_residual(const at::Tensor& x, const at::Tensor& y);

}  // namespace mjtwin::policy::hyvla
