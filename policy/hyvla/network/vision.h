#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/hyvla/config.h"
#include "policy/hyvla/network/linear.h"
#include "policy/hyvla/network/memory_plan.h"
#include "policy/hyvla/network/norms.h"
#include "policy/hyvla/network/tap.h"

namespace mjtwin::policy::hyvla {

/// Frames for the tower. A frame that stands in several slots (an empty one, say) is given once.
struct FrameSlots {
  at::Tensor features;                // [frames, tokens, width]: VisionTower::early_features
  std::vector<std::int64_t> indices;  // groups x slots, row-major, oldest slot first: rows of features
  std::int64_t groups = 0;            // a group is one camera of one request
  std::int64_t slots = 0;             // K
  std::int64_t cameras = 1;           // groups are camera-major; only recorders ask
};

/// The vision tower with its space-time blocks; weights of
/// model.dual_tower.vlm.model.visual.vision_tower.*
class VisionTower {
 public:
  VisionTower(const WeightLoader& loader, const ModelShape& shape, const HyVlaConfig& config);

  /// The part of the tower that looks at each frame alone: patches, positions and the blocks before the first
  /// space-time block. pixels: [frames, 3, height, width] in -1..1; result [frames, tokens, width]. A
  /// recorder wants the frames camera-major, without any left out.
  [[nodiscard]] at::Tensor early_features(const at::Tensor& pixels, const Tap& tap = {},
                                          std::int64_t cameras = 1) const;
  /// The rest of the tower: features of the current frame of each group, [groups, tokens, width]. Groups go
  /// through in passes of at most `frames_per_pass` frames (at least one group), to bound memory.
  [[nodiscard]] at::Tensor late_features(const FrameSlots& frames, std::int64_t frames_per_pass,
                                         const Tap& tap = {}) const;
  /// True when frames other than the current one of `slots` reach the result.
  [[nodiscard]] bool sees_past(std::int64_t slots) const { return slots > 1 && plan_.last_mixing(); }

 private:
  struct Block {
    LayerNorm norm1, norm2;
    Linear qkv;        // in the last mixing block: of the current frame's queries only ...
    Linear key_value;  // ... and of all frames' keys and values
    Linear proj, fc1, fc2;
  };
  struct Heads {
    at::Tensor q, k, v;  // [frames, tokens, heads, head size]
  };

  [[nodiscard]] Block load_block(const WeightLoader& loader, int index) const;
  [[nodiscard]] at::Tensor positions(std::int64_t rows, std::int64_t columns) const;
  [[nodiscard]] at::Tensor split_heads(const at::Tensor& x) const;
  [[nodiscard]] Heads project(const Block& block, const at::Tensor& normed) const;
  [[nodiscard]] at::Tensor attend(const Heads& heads) const;
  [[nodiscard]] at::Tensor feed_forward(const Block& block, const at::Tensor& x) const;
  [[nodiscard]] at::Tensor plain_block(const Block& block, const at::Tensor& x, at::Tensor* attention) const;
  [[nodiscard]] at::Tensor space_time_block(const Block& block, const at::Tensor& x,
                                            std::int64_t slots) const;
  [[nodiscard]] at::Tensor last_mixing_block(const Block& block, const at::Tensor& x,
                                             std::int64_t slots) const;
  [[nodiscard]] at::Tensor late_pass(at::Tensor x, std::int64_t slots, std::int64_t cameras,
                                     const Tap& tap) const;
  [[nodiscard]] std::string stage_name(int block) const;

  std::int64_t width_;
  std::int64_t heads_;
  SpaceTimePlan plan_;
  Linear patch_;
  at::Tensor position_table_;  // [1, width, grid, grid], as in the file
  bool single_frame_;          // the single-frame path samples the positions as stored
  at::ScalarType type_;
  std::vector<Block> blocks_;
};

}  // namespace mjtwin::policy::hyvla
