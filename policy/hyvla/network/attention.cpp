#include "policy/hyvla/network/attention.h"

#include <c10/core/GradMode.h>

#include <cmath>

namespace mjtwin::policy::hyvla {
namespace {

// Numbers between rows of a bias: LibTorch's memory-efficient kernels copy any other at each call.
constexpr std::int64_t kBiasAlignment = 8;

at::Tensor with_room(const at::Tensor& tokens, std::int64_t room) {
  std::vector<std::int64_t> shape = tokens.sizes().vec();
  const std::int64_t length = shape[2];
  shape[2] += room;
  at::Tensor roomy = at::empty(shape, tokens.options());
  roomy.narrow(2, 0, length).copy_(tokens);
  return roomy;
}

double scale_of(const at::Tensor& q) {
  return 1.0 / std::sqrt(static_cast<double>(q.size(3)));
}

// [requests, kv heads, group * queries, size] -> [requests, queries, heads * size]
at::Tensor ungroup(const at::Tensor& grouped, std::int64_t group) {
  return grouped.unflatten(2, {group, -1}).permute({0, 3, 1, 2, 4}).flatten(2);
}

}  // namespace

at::Tensor grouped_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                             const at::Tensor& mask) {
  const std::int64_t kv_heads = k.size(1), group = q.size(1) / kv_heads, queries = q.size(2);
  const at::Tensor grouped = q.reshape({q.size(0), kv_heads, group * queries, q.size(3)});
  at::Tensor scores = at::matmul(grouped, k.transpose(-1, -2)).mul_(scale_of(q));
  if (mask.defined()) scores.unflatten(2, {group, queries}).add_(mask.unsqueeze(1).unsqueeze(1));
  const at::Tensor probabilities = scores.softmax(-1).to(v.scalar_type());
  return ungroup(at::matmul(probabilities, v), group);
}

at::Tensor fused_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           const at::Tensor& bias) {
  const std::int64_t kv_heads = k.size(1), group = q.size(1) / kv_heads;
  const at::Tensor grouped = q.reshape({q.size(0), kv_heads, group * q.size(2), q.size(3)});
  const std::optional<at::Tensor> mask = bias.defined() ? std::optional(bias) : std::nullopt;
  return ungroup(at::scaled_dot_product_attention(grouped, k, v, mask, 0.0, false, scale_of(q)), group);
}

at::Tensor fused_bias(const at::Tensor& mask, std::int64_t group, at::ScalarType type) {
  const std::int64_t rows = mask.size(1), tokens = mask.size(2);
  const std::int64_t copies = rows == 1 ? 1 : group;  // one row stands for all queries of all heads
  const std::int64_t stride = (tokens + kBiasAlignment - 1) / kBiasAlignment * kBiasAlignment;
  const at::Tensor bias =
      at::zeros({mask.size(0), 1, copies * rows, stride}, mask.options().dtype(type)).narrow(3, 0, tokens);
  bias.unflatten(2, {copies, rows}).copy_(mask.unsqueeze(1).unsqueeze(1));
  return bias;
}

at::Tensor DeviceAttention::prepared(const at::Tensor& mask) const {
  return fused_ && mask.defined() ? fused_bias(mask, group_, type_) : mask;
}

at::Tensor DeviceAttention::operator()(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                       const at::Tensor& prepared_mask) const {
  return fused_ ? fused_attention(q, k, v, prepared_mask) : grouped_attention(q, k, v, prepared_mask);
}

void KvCache::append_layer(KeyValue prefix) {
  prefix_tokens_ = prefix.k.size(2);
  if (c10::GradMode::is_enabled())
    layers_.push_back(std::move(prefix));
  else
    layers_.push_back({with_room(prefix.k, room_), with_room(prefix.v, room_)});
}

KeyValue KvCache::with_suffix(std::size_t layer, const KeyValue& suffix, std::int64_t first) {
  const KeyValue& cached = layers_[layer];
  if (c10::GradMode::is_enabled())
    return {at::cat({cached.k, suffix.k}, 2), at::cat({cached.v, suffix.v}, 2)};
  const std::int64_t begin = prefix_tokens_ + first, count = suffix.k.size(2);
  cached.k.narrow(2, begin, count).copy_(suffix.k);
  cached.v.narrow(2, begin, count).copy_(suffix.v);
  return {cached.k.narrow(2, 0, begin + count), cached.v.narrow(2, 0, begin + count)};
}

KeyValue KvCache::prefix(std::size_t layer) const {
  return {layers_[layer].k.narrow(2, 0, prefix_tokens_), layers_[layer].v.narrow(2, 0, prefix_tokens_)};
}

KvCache KvCache::roomier(std::int64_t prefix_tokens) const {
  const auto zeros = [&](const at::Tensor& like) {
    std::vector<std::int64_t> shape = like.sizes().vec();
    shape[2] = prefix_tokens + room_;
    return at::zeros(shape, like.options());
  };
  KvCache cache(room_);
  cache.prefix_tokens_ = prefix_tokens;
  for (const KeyValue& layer : layers_) cache.layers_.push_back({zeros(layer.k), zeros(layer.v)});
  return cache;
}

void KvCache::take_prefix(const KvCache& other) {
  const std::int64_t tokens = other.prefix_tokens_;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    layers_[i].k.narrow(2, 0, tokens).copy_(other.prefix(i).k);
    layers_[i].v.narrow(2, 0, tokens).copy_(other.prefix(i).v);
  }
}

}  // namespace mjtwin::policy::hyvla
