#include "policy/hyvla/network/decoder.h"

#include <c10/core/GradMode.h>
#include <fmt/core.h>

#include "policy/hyvla/network/norms.h"

namespace mjtwin::policy::hyvla {
namespace {

// Rounded to the network's type, then widened to that of the sums it is multiplied with.
at::Tensor load_norm(const WeightLoader& loader, const std::string& name) {
  return loader.tensor(name + ".weight").to(at::kFloat);
}

}  // namespace

DualTower::DualTower(const WeightLoader& loader, const ModelShape& shape, const HyVlaConfig& config)
    : shape_(shape),
      eps_(config.text.rms_norm_eps),
      type_(loader.type()),
      rotary_(config.text, loader.device()),
      attention_(loader.device(), loader.type(), shape.heads / shape.kv_heads),
      expert_norm_(load_norm(loader, fmt::format("{}norm", kExpertPrefix))) {
  for (int i = 0; i < shape.layers; ++i) {
    const std::string language = fmt::format("{}layers.{}.", kTextPrefix, i);
    const bool last = i + 1 == shape.layers;
    layers_.push_back({.text = load(loader, language, "", last),
                       .image = load(loader, language, "_v", last),
                       .expert = load(loader, fmt::format("{}layers.{}.", kExpertPrefix, i), "_v", false),
                       .query_norm = load_norm(loader, language + "self_attn.query_layernorm"),
                       .key_norm = load_norm(loader, language + "self_attn.key_layernorm"),
                       .head_norms = {}});
    if (!c10::GradMode::is_enabled()) layers_.back().head_norms = head_norms(layers_.back());
  }
}

LayerWeights DualTower::load(const WeightLoader& loader, const std::string& layer, const char* suffix,
                             bool keys_only) const {
  const auto bias = [](bool present) {
    return present ? WeightLoader::Bias::kPresent : WeightLoader::Bias::kNone;
  };
  const auto attention = [&](const char* part) {
    return fmt::format("{}self_attn.{}_proj{}", layer, part, suffix);
  };
  const auto mlp = [&](const char* part) { return fmt::format("{}mlp{}.{}_proj", layer, suffix, part); };
  LayerWeights weights;
  weights.input_norm = load_norm(loader, fmt::format("{}input_layernorm{}", layer, suffix));
  if (keys_only) {
    weights.qkv = loader.linear({attention("k"), attention("v")}, bias(shape_.attention_bias));
    return weights;
  }
  weights.qkv = loader.linear({attention("q"), attention("k"), attention("v")}, bias(shape_.attention_bias));
  weights.out = loader.linear({attention("o")}, bias(shape_.attention_bias));
  weights.output_norm = load_norm(loader, fmt::format("{}post_attention_layernorm{}", layer, suffix));
  weights.gate_up = loader.linear({mlp("gate"), mlp("up")}, bias(shape_.mlp_bias));
  weights.down = loader.linear({mlp("down")}, bias(shape_.mlp_bias));
  return weights;
}

at::Tensor DualTower::project(const LayerWeights& weights, const at::Tensor& x) const {
  return weights.qkv(rms_norm(x, weights.input_norm, eps_).to(type_));
}

at::Tensor DualTower::after_attention(const LayerWeights& weights, at::Tensor x,
                                      const at::Tensor& attention) const {
  x = add_residual(x, weights.out(attention));
  const std::vector<at::Tensor> gate_up =
      weights.gate_up(rms_norm(x, weights.output_norm, eps_).to(type_)).chunk(2, -1);
  return add_residual(x, weights.down(at::silu(gate_up[0]) * gate_up[1]));
}

at::Tensor DualTower::head_norms(const Layer& layer) const {
  if (layer.head_norms.defined()) return layer.head_norms;
  return at::cat({layer.query_norm.expand({shape_.heads, -1}), layer.key_norm.expand({shape_.kv_heads, -1})});
}

// projected: [requests, tokens, heads * head size], heads of queries (none in the language model's last
// layer), keys and values. Queries and keys are rotated and normalised side by side.
DualTower::Projected DualTower::split(const Layer& layer, const at::Tensor& projected,
                                      const Rotation& rotation) const {
  const at::Tensor heads = projected.unflatten(-1, {-1, shape_.head_dim});
  const std::int64_t keys = shape_.kv_heads, queries = heads.size(2) - 2 * keys, normed = queries + keys;
  const at::Tensor weight = head_norms(layer).narrow(0, shape_.heads - queries, normed);
  const at::Tensor qk =
      rotate_and_norm(heads.narrow(2, 0, normed), rotation, weight, eps_, attention_.key_type());
  return {.q = qk.narrow(1, 0, queries),
          .own = {.k = qk.narrow(1, queries, keys), .v = heads.narrow(2, normed, keys).transpose(1, 2)}};
}

KvCache DualTower::prefix(at::Tensor text, at::Tensor images, const PrefixBatch& batch,
                          std::int64_t suffix_tokens, const Tap& tap) const {
  const Rotation rotation = rotary_.at(batch.positions());
  const at::Tensor mask = attention_.prepared(batch.mask());
  text = text.to(at::kFloat);  // sums of residuals: see decoder.h
  images = images.to(at::kFloat);
  const std::int64_t text_rows = text.size(0), image_rows = images.size(0);
  KvCache cache(suffix_tokens);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    const at::Tensor rows = at::cat({project(layer.text, text), project(layer.image, images)}, 0);
    const Projected projected = split(layer, batch.to_sequences(rows), rotation);
    cache.append_layer(projected.own);
    const KeyValue own = cache.prefix(i);
    if (tap) {
      tap(fmt::format("kv.layer{}.k", i), batch.to_reference(batch.to_rows(own.k.transpose(1, 2))));
      tap(fmt::format("kv.layer{}.v", i), batch.to_reference(batch.to_rows(own.v.transpose(1, 2))));
    }
    if (i + 1 == layers_.size()) break;
    const at::Tensor attention = batch.to_rows(attention_(projected.q, own.k, own.v, mask));
    text = after_attention(layer.text, std::move(text), attention.narrow(0, 0, text_rows));
    images = after_attention(layer.image, std::move(images), attention.narrow(0, text_rows, image_rows));
    if (tap) tap(fmt::format("prefix.layer{}.out", i), batch.to_reference(at::cat({text, images}, 0)));
  }
  return cache;
}

at::Tensor DualTower::suffix(at::Tensor x, const Suffix& at, KvCache& cache, const Tap& tap) const {
  x = x.to(at::kFloat);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    const Projected projected = split(layer, project(layer.expert, x), at.rotation);
    const KeyValue all = cache.with_suffix(i, projected.own, at.first);
    x = after_attention(layer.expert, std::move(x), attention_(projected.q, all.k, all.v, at.mask));
    if (tap) tap(fmt::format("expert.layer{}.out", i), x.flatten(0, 1));
  }
  const at::Tensor normed = rms_norm(x, expert_norm_, eps_).to(type_);
  tap("expert.norm_out", normed);
  return normed;
}

}  // namespace mjtwin::policy::hyvla
