#include "policy/hyvla/network/vision.h"

#include <c10/core/GradMode.h>

#include <fmt/core.h>

#include <cmath>

#include "policy/hyvla/network/memory_encoder.h"

namespace mjtwin::policy::hyvla {

VisionTower::VisionTower(const WeightLoader& loader, const ModelShape& shape, const HyVlaConfig& config)
    : width_(shape.vision_hidden),
      heads_(shape.vision_heads),
      plan_(space_time_plan(shape, config)),
      single_frame_(!config.use_video_encoder) {
  const std::string tower = kVisionPrefix;
  patch_ = loader.linear(loader.tensor(tower + "patch_embed.proj.weight").flatten(1),
                         loader.tensor(tower + "patch_embed.proj.bias"));
  const std::int64_t grid = shape.position_grid;
  position_table_ =
      loader.stored(tower + "pos_embed").view({grid, grid, width_}).permute({2, 0, 1}).unsqueeze(0);
  type_ = loader.type();
  for (int i = 0; i < shape.vision_layers; ++i) blocks_.push_back(load_block(loader, i));
}

VisionTower::Block VisionTower::load_block(const WeightLoader& loader, int index) const {
  const std::string name = fmt::format("{}blocks.{}.", kVisionPrefix, index);
  constexpr auto kBias = WeightLoader::Bias::kPresent;
  Block block;
  block.norm1 = load_layer_norm(loader, name + "norm1");
  block.norm2 = load_layer_norm(loader, name + "norm2");
  if (plan_.last_mixing() == index) {
    // Past frames need no queries here, so these rows of the matrix stand alone.
    const at::Tensor weight = loader.tensor(name + "attn.qkv.weight");
    const at::Tensor bias = loader.tensor(name + "attn.qkv.bias");
    block.qkv = loader.linear(weight.narrow(0, 0, width_), bias.narrow(0, 0, width_));
    block.key_value = loader.linear(weight.narrow(0, width_, 2 * width_), bias.narrow(0, width_, 2 * width_));
  } else {
    block.qkv = loader.linear({name + "attn.qkv"}, kBias);
  }
  block.proj = loader.linear({name + "attn.proj"}, kBias);
  block.fc1 = loader.linear({name + "mlp.fc1"}, kBias);
  block.fc2 = loader.linear({name + "mlp.fc2"}, kBias);
  return block;
}

at::Tensor VisionTower::positions(std::int64_t rows, std::int64_t columns) const {
  const bool same = position_table_.size(2) == rows && position_table_.size(3) == columns;
  at::Tensor table = position_table_.to(single_frame_ ? at::kFloat : type_).to(at::kFloat);
  if (!same) table = at::upsample_bilinear2d(table.contiguous(), {rows, columns}, false);
  return table.to(type_).flatten(2).transpose(1, 2);
}

at::Tensor VisionTower::early_features(const at::Tensor& pixels, const Tap& tap, std::int64_t cameras) const {
  const std::int64_t frames = pixels.size(0);
  const std::int64_t rows = pixels.size(2) / kPatchSize, columns = pixels.size(3) / kPatchSize;
  const at::Tensor patches = pixels.view({frames, 3, rows, kPatchSize, columns, kPatchSize})
                                 .permute({0, 2, 4, 1, 3, 5})
                                 .reshape({frames, rows * columns, 3 * kPatchSize * kPatchSize});
  at::Tensor x = patch_(patches).add(positions(rows, columns));
  tap.cameras("vit_in", x, cameras);
  const int end = plan_.first_mixing().value_or(plan_.blocks);
  for (int i = 0; i < end; ++i) {
    at::Tensor attention;
    x = plain_block(blocks_[static_cast<std::size_t>(i)], x, &attention);
    if (i == 0) tap.cameras("vit_block0.attn_out", attention, cameras);
    tap.cameras(stage_name(i), x, cameras);
  }
  return x;
}

std::string VisionTower::stage_name(int block) const {
  return fmt::format("vit_block{}{}", block, plan_.is_space_time(block) ? "_st" : "");
}

at::Tensor VisionTower::split_heads(const at::Tensor& x) const {
  return x.unflatten(-1, {heads_, width_ / heads_});
}

VisionTower::Heads VisionTower::project(const Block& block, const at::Tensor& normed) const {
  std::vector<at::Tensor> parts = block.qkv(normed).chunk(block.key_value.defined() ? 1 : 3, -1);
  if (block.key_value.defined())
    for (const at::Tensor& part : block.key_value(normed).chunk(2, -1)) parts.push_back(part);
  return {split_heads(parts[0]), split_heads(parts[1]), split_heads(parts[2])};
}

at::Tensor VisionTower::attend(const Heads& heads) const {
  // A CPU's fused kernel rounds probabilities to bf16 in between; the reference does not.
  const bool widen = heads.q.is_cpu();
  const auto prepare = [&](const at::Tensor& part) {
    return (widen ? part.to(at::kFloat) : part).transpose(1, 2);
  };
  const at::Tensor out =
      at::scaled_dot_product_attention(prepare(heads.q), prepare(heads.k), prepare(heads.v));
  return out.transpose(1, 2).flatten(2).to(type_);
}

at::Tensor VisionTower::feed_forward(const Block& block, const at::Tensor& x) const {
  at::Tensor inner = block.fc1(block.norm2(x));
  inner = c10::GradMode::is_enabled() ? at::gelu(inner) : at::gelu_(inner);
  return add_residual(x, block.fc2(inner));
}

at::Tensor VisionTower::plain_block(const Block& block, const at::Tensor& x, at::Tensor* attention) const {
  *attention = block.proj(attend(project(block, block.norm1(x))));
  return feed_forward(block, add_residual(x, *attention));
}

at::Tensor VisionTower::space_time_block(const Block& block, const at::Tensor& x, std::int64_t slots) const {
  const at::Tensor code = frame_code(slots, width_, x.device()).to(x.scalar_type());
  const at::Tensor coded = x.unflatten(0, {-1, slots}).add(code.unsqueeze(1));
  Heads heads = project(block, block.norm1(coded));
  const std::int64_t head_size = width_ / heads_;
  const double scale = 1.0 / std::sqrt(static_cast<double>(head_size));
  heads.v = mix_values_over_time(heads.q, heads.k, heads.v, scale);
  for (at::Tensor* part : {&heads.q, &heads.k, &heads.v}) *part = part->flatten(0, 1);
  return feed_forward(block, add_residual(x, block.proj(attend(heads))));
}

// Only the current frame leaves this block, so past frames give keys and values and nothing else.
at::Tensor VisionTower::last_mixing_block(const Block& block, const at::Tensor& x, std::int64_t slots) const {
  const at::Tensor code = frame_code(slots, width_, x.device()).to(x.scalar_type());
  const at::Tensor frames = x.unflatten(0, {-1, slots});
  const at::Tensor normed = block.norm1(frames.add(code.unsqueeze(1)));
  const std::vector<at::Tensor> key_value = block.key_value(normed).chunk(2, -1);
  const at::Tensor q = split_heads(block.qkv(normed.narrow(1, slots - 1, 1).contiguous()));
  const at::Tensor k = split_heads(key_value[0]), v = split_heads(key_value[1]);
  const std::int64_t head_size = width_ / heads_;
  const double scale = 1.0 / std::sqrt(static_cast<double>(head_size));
  const Heads current{q.flatten(0, 1), k.select(1, slots - 1),
                      mix_values_over_time(q, k, v, scale).flatten(0, 1)};
  return feed_forward(block, frames.select(1, slots - 1).add(block.proj(attend(current))));
}

at::Tensor VisionTower::late_pass(at::Tensor x, std::int64_t slots, std::int64_t cameras,
                                  const Tap& tap) const {
  const int last = slots > 1 ? plan_.last_mixing().value_or(-1) : -1;  // -1: there is no past
  for (int i = plan_.first_mixing().value_or(plan_.blocks); i < plan_.blocks; ++i) {
    const Block& block = blocks_[static_cast<std::size_t>(i)];
    const bool mixes = plan_.is_space_time(i) && i <= last;
    at::Tensor attention;
    if (mixes && i == last) {
      x = last_mixing_block(block, x, slots);
      continue;
    }
    x = mixes ? space_time_block(block, x, slots) : plain_block(block, x, &attention);
    // The reference records all frames; past ones no longer exist after the last mixing block.
    if (last < 0 || i < last) tap.cameras(stage_name(i), x, cameras);
  }
  return x;
}

at::Tensor VisionTower::late_features(const FrameSlots& frames, std::int64_t frames_per_pass,
                                      const Tap& tap) const {
  const at::Tensor rows = at::tensor(frames.indices, at::kLong).view({frames.groups, frames.slots});
  const bool past = sees_past(frames.slots);
  const std::int64_t slots = past ? frames.slots : 1;
  const at::Tensor used = past ? rows : rows.narrow(1, frames.slots - 1, 1);
  const std::int64_t step = tap ? frames.groups : std::max<std::int64_t>(1, frames_per_pass / slots);
  std::vector<at::Tensor> results;
  for (std::int64_t first = 0; first < frames.groups; first += step) {
    const std::int64_t count = std::min(step, frames.groups - first);
    const at::Tensor index = used.narrow(0, first, count).flatten().to(frames.features.device());
    results.push_back(late_pass(frames.features.index_select(0, index), slots, frames.cameras, tap));
  }
  return results.size() == 1 ? results.front() : at::cat(results, 0);
}

}  // namespace mjtwin::policy::hyvla
