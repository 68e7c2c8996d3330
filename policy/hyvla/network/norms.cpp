#include "policy/hyvla/network/norms.h"

#include <c10/core/GradMode.h>

namespace mjtwin::policy::hyvla {
namespace {

constexpr double kLayerNormEps = 1e-6;  // timm's ViT, as upstream

}  // namespace

at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps) {
  return at::rms_norm(x, weight.sizes(), weight, eps);
}

at::Tensor LayerNorm::operator()(const at::Tensor& x) const {
  return at::layer_norm(x, weight.sizes(), weight, bias, kLayerNormEps);
}

LayerNorm load_layer_norm(const WeightLoader& loader, const std::string& name) {
  return {loader.tensor(name + ".weight"), loader.tensor(name + ".bias")};
}

at::Tensor add_residual(const at::Tensor& x, const at::Tensor& y) {
  return c10::GradMode::is_enabled() ? x.add(y) : x.add_(y);
}

}  // namespace mjtwin::policy::hyvla
