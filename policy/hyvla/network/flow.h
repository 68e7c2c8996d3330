#pragma once

#include <ATen/ATen.h>

#include "policy/hyvla/config.h"
#include "policy/hyvla/network/decoder.h"
#include "policy/hyvla/network/linear.h"
#include "policy/hyvla/network/prefix_batch.h"
#include "policy/hyvla/network/tap.h"

namespace mjtwin::policy::hyvla {

/// Sine and cosine code of the flow's time, [requests, width] float64 (create_sinusoidal_pos_embedding of
/// hy_vla/modeling_hy_vla.py). time: [requests] float32.
[[nodiscard]] at::Tensor time_code(const at::Tensor& time, std::int64_t width);

/// One step of the flow: x + dt * v. x is float32; the product is taken in v's type, so that a bf16 network
/// rounds dt itself and then dt * v, as the reference does.
[[nodiscard]] at::Tensor euler_step(const at::Tensor& x, const at::Tensor& v, float dt);

/// What the flow integrates, beside weights.
struct FlowInputs {
  at::Tensor noise;  // [requests, action tokens, action columns] float32
  at::Tensor state;  // [requests, state columns] in the network's type
  PrefixExtent prefix;
  KvCache cache;
};

/// The flow: t = 1 is noise, t = 0 the action chunk. Holds what stands around the expert tower.
class ActionFlow {
 public:
  ActionFlow(const WeightLoader& loader, const HyVlaConfig& config);

  /// Integrates the noise down to the normalised chunk, of the same shape. Overwrites the room that the cache
  /// has for the suffix.
  [[nodiscard]] at::Tensor sample(FlowInputs inputs, const DualTower& tower, const Tap& tap = {}) const;

  /// The velocity field at x (as noise) and time [requests]: what training compares with noise - action.
  [[nodiscard]] at::Tensor velocity(const at::Tensor& x, const at::Tensor& time, const at::Tensor& state,
                                    const DualTower& tower, const PrefixExtent& prefix, KvCache& cache) const;

  [[nodiscard]] std::int64_t suffix_tokens() const { return action_tokens_ + 1; }

 private:
  [[nodiscard]] at::Tensor embed_actions(const at::Tensor& x, const at::Tensor& time) const;
  [[nodiscard]] at::Tensor positions(const PrefixExtent& prefix) const;
  [[nodiscard]] DualTower::Suffix whole_suffix(const DualTower& tower, const PrefixExtent& prefix) const;
  [[nodiscard]] DualTower::Suffix without_state(const DualTower& tower, const DualTower::Suffix& whole,
                                                const PrefixExtent& prefix) const;

  std::int64_t action_tokens_;
  std::int64_t width_;
  int steps_;
  at::ScalarType type_;
  Linear state_in_, action_in_, time_in_, time_out_, action_out_;
};

}  // namespace mjtwin::policy::hyvla
