#include "policy/hyvla/network/rope.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace mjtwin::policy::hyvla {
namespace {

at::Tensor rotate(const at::Tensor& x, const Rotation& rotation) {
  const std::vector<at::Tensor> half = x.chunk(2, -1);
  const at::Tensor exchanged = at::cat({half[1], half[0]}, -1), turned = x * rotation.cosine;
  // A CPU's addcmul rounds once where the reference rounds twice; elsewhere one kernel less counts more.
  return x.is_cpu() ? turned.add_(exchanged * rotation.sine) : turned.addcmul_(exchanged, rotation.sine);
}

// The product is written once, in the order and type that attention reads.
at::Tensor weighted_by_head(const at::Tensor& x, const at::Tensor& weight, at::ScalarType type) {
  if (c10::GradMode::is_enabled()) return (x * weight).to(type).transpose(1, 2);
  at::Tensor heads = at::empty({x.size(0), x.size(2), x.size(1), x.size(3)}, x.options().dtype(type));
  at::Tensor tokens = heads.transpose(1, 2);
  at::mul_out(tokens, x, weight);
  return heads;
}

}  // namespace

Rotation Rotation::from(std::int64_t first) const {
  return {cosine.slice(1, first), sine.slice(1, first)};
}

RotaryPositions::RotaryPositions(const TextConfig& text, at::Device device) {
  const double size = text.head_dim;
  const double stretch = text.rope_alpha > 0 ? std::pow(text.rope_alpha, size / (size - 2)) : 1.0;
  const double base = text.rope_theta * stretch;
  const at::Tensor exponents = at::arange(0, text.head_dim, 2, at::kFloat).div(size);
  const at::Tensor exact = at::pow(base, exponents).reciprocal();
  frequencies_ = exact.to(at::kBFloat16).to(at::kFloat).to(device);
}

Rotation RotaryPositions::at(const at::Tensor& positions) const {
  const at::Tensor angle = (positions.to(at::kFloat).unsqueeze(-1) * frequencies_).unsqueeze(2);
  const at::Tensor cosine = angle.cos(), sine = angle.sin();
  return {at::cat({cosine, cosine}, -1), at::cat({-sine, sine}, -1)};
}

at::Tensor rotate_and_norm(const at::Tensor& x, const Rotation& rotation, const at::Tensor& weight,
                           double eps, at::ScalarType type) {
  const at::Tensor normed = at::rms_norm(rotate(x, rotation), {x.size(-1)}, {}, eps);
  return weighted_by_head(normed, weight, type);
}

}  // namespace mjtwin::policy::hyvla
