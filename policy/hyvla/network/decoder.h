#pragma once

#include <ATen/ATen.h>

#include <string>
#include <vector>

#include "policy/hyvla/config.h"
#include "policy/hyvla/network/attention.h"
#include "policy/hyvla/network/linear.h"
#include "policy/hyvla/network/prefix_batch.h"
#include "policy/hyvla/network/rope.h"
#include "policy/hyvla/network/tap.h"

namespace mjtwin::policy::hyvla {

/// One set of weights of a decoder layer. A layer of the language model has two, for text and image tokens; a
/// layer of the expert uses one. Only what reaches the actions is loaded.
struct LayerWeights {
  at::Tensor input_norm, output_norm;  // float32
  Linear qkv;                          // in the language model's last layer keys and values only
  Linear out, gate_up, down;
};

/// The language model and the action expert, layer by layer on one attention
/// (hy_vla/modeling_dual_tower.py). All expert tokens use the weights named "_v", and the language model's
/// query and key norms.
///
/// In a bf16 network every matrix, norm and activation is rounded where the reference rounds, with one
/// exception: sums of residuals stay float32. The reference rounds them to bf16 after each layer, which is
/// noise and no meaning; without it our distance to the float32 result is a quarter smaller.
class DualTower {
 public:
  DualTower(const WeightLoader& loader, const ModelShape& shape, const HyVlaConfig& config);

  /// Runs the prefix: text [text rows, hidden] and images [image rows, hidden]. The last layer gives keys and
  /// values only, for nothing reads its output.
  [[nodiscard]] KvCache prefix(at::Tensor text, at::Tensor images, const PrefixBatch& batch,
                               std::int64_t suffix_tokens, const Tap& tap = {}) const;

  /// Where suffix tokens stand and what they see, in the form that all layers use.
  struct Suffix {
    Rotation rotation;
    at::Tensor mask;         // from DeviceAttention::prepared(), may be undefined
    std::int64_t first = 0;  // index of the first token given among all suffix tokens
  };
  /// Runs suffix tokens x [requests, tokens, expert width] against the cache; result normalised, as x.
  [[nodiscard]] at::Tensor suffix(at::Tensor x, const Suffix& at, KvCache& cache, const Tap& tap = {}) const;

  [[nodiscard]] const RotaryPositions& rotary() const { return rotary_; }
  [[nodiscard]] const DeviceAttention& attention() const { return attention_; }

 private:
  struct Layer {
    LayerWeights text, image, expert;
    at::Tensor query_norm, key_norm;  // [head size] float32
    at::Tensor head_norms;            // of all query heads, then all key heads; undefined while it is trained
  };
  struct Projected {
    at::Tensor q;
    KeyValue own;
  };

  [[nodiscard]] LayerWeights load(const WeightLoader& loader, const std::string& layer, const char* suffix,
                                  bool keys_only) const;
  [[nodiscard]] at::Tensor project(const LayerWeights& weights, const at::Tensor& x) const;
  [[nodiscard]] at::Tensor after_attention(const LayerWeights& weights, at::Tensor x,
                                           const at::Tensor& attention) const;
  [[nodiscard]] at::Tensor head_norms(const Layer& layer) const;
  [[nodiscard]] Projected split(const Layer& layer, const at::Tensor& projected,
                                const Rotation& rotation) const;

  ModelShape shape_;
  double eps_;
  at::ScalarType type_;
  RotaryPositions rotary_;
  DeviceAttention attention_;
  std::vector<Layer> layers_;
  at::Tensor expert_norm_;
};

}  // namespace mjtwin::policy::hyvla
