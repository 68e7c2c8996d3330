#pragma once

#include <ATen/ATen.h>

#include <vector>

namespace mjtwin::policy::hyvla {

/// Attention where several query heads share a key and value head. q: [requests, heads, queries, size] and
/// k: [requests, kv heads, tokens, size], both float32; v: as k, in the network's type. mask: added to the
/// scores, [requests, queries, tokens] float32, or one row for all queries; undefined: everything is seen.
/// Scores and softmax are float32, probabilities are rounded to v's type. Result: [requests, queries, heads *
/// size] in v's type.
[[nodiscard]] at::Tensor grouped_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                           const at::Tensor& mask);

/// The same in one kernel, with q, k and v of one type. bias: the mask, from fused_bias().
[[nodiscard]] at::Tensor fused_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                         const at::Tensor& bias);

/// A mask as fused_attention() adds it, for `group` query heads to a key head. Its rows lie on addresses that
/// the kernels read as they are.
[[nodiscard]] at::Tensor fused_bias(const at::Tensor& mask, std::int64_t group, at::ScalarType type);

/// The one of the two that suits a device: in parts on a CPU; in one kernel on an accelerator, where scores
/// would otherwise travel through memory.
class DeviceAttention {
 public:
  /// type: the network's; group: query heads to a key head.
  DeviceAttention(at::Device device, at::ScalarType type, std::int64_t group)
      : fused_(!device.is_cpu()), type_(type), group_(group) {}

  /// Of queries and keys.
  [[nodiscard]] at::ScalarType key_type() const { return fused_ ? type_ : at::kFloat; }
  /// A mask (grouped_attention()) in the form that all layers use.
  [[nodiscard]] at::Tensor prepared(const at::Tensor& mask) const;
  [[nodiscard]] at::Tensor operator()(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                      const at::Tensor& prepared_mask) const;

 private:
  bool fused_;
  at::ScalarType type_;
  std::int64_t group_;
};

struct KeyValue {
  at::Tensor k, v;  // [requests, kv heads, tokens, head size]
};

/// Keys and values of the prefix, a pair a layer, with room for the suffix behind them: the Euler steps
/// overwrite that room and copy nothing. With gradients on, the two are concatenated instead.
class KvCache {
 public:
  explicit KvCache(std::int64_t suffix_tokens) : room_(suffix_tokens) {}

  void append_layer(KeyValue prefix);
  /// Prefix and suffix of a layer. The given suffix tokens are those from index `first` on; tokens before it
  /// must have been given in an earlier call.
  [[nodiscard]] KeyValue with_suffix(std::size_t layer, const KeyValue& suffix, std::int64_t first);
  [[nodiscard]] KeyValue prefix(std::size_t layer) const;
  [[nodiscard]] std::int64_t prefix_tokens() const { return prefix_tokens_; }

  /// A cache of its own with room for a longer prefix, zero for now.
  [[nodiscard]] KvCache roomier(std::int64_t prefix_tokens) const;
  /// Takes over another cache's prefix, which must not be longer; what is behind it stays.
  void take_prefix(const KvCache& other);

 private:
  std::int64_t room_;
  std::int64_t prefix_tokens_ = 0;
  std::vector<KeyValue> layers_;
};

}  // namespace mjtwin::policy::hyvla
