#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/hyvla/config.h"
#include "policy/hyvla/model_shape.h"
#include "policy/hyvla/network/prefix.h"
#include "policy/hyvla/network/stage_recorder.h"
#include "sim/core/image.h"

/// The network of Hy-VLA behind an interface without tensors: prepared observations in, normalised action
/// chunks out.
namespace mjtwin::policy::hyvla {

/// The pictures of one camera of one request.
struct CameraFrames {
  std::vector<std::shared_ptr<const Image>> frames = {};  // oldest first, current last; null: an empty slot
  bool present = true;  // false: a camera that the robot lacks; its frames are all null
};

struct InferenceRequest {
  std::vector<CameraFrames> cameras = {};  // present ones in the order of image_features, then missing ones
  std::vector<TokenId> language = {};      // token ids without padding, at most tokenizer_max_length
  std::vector<float> state = {};           // normalised, kActionColumns numbers
  std::vector<float> noise = {};           // action tokens x max_action_dim, row-major, standard normal
};

enum class Precision { kFp32, kBf16 };

struct NetworkOptions {
  Precision precision = Precision::kFp32;
  std::string device = "cpu";  // as torch names devices: cpu, cuda, cuda:1
  /// Weights stay mapped where the file has the network's number type, instead of being copied into the
  /// layout that the matrix kernels like best. Slower, but needs hardly any memory.
  bool keep_mapped = false;
  bool graphs = true;         // record the denoising loop on a device that can, see flow_graphs.h
  int remembered_frames = 0;  // pictures whose early features are kept between calls
};

/// Loads a network and runs it. Thread-compatible: one call at a time.
class HyVlaNetwork {
 public:
  /// `folder`: a checkpoint; `config`: its configuration, maybe with overrides.
  HyVlaNetwork(const std::filesystem::path& folder, const HyVlaConfig& config, const LayoutTokens& special,
               const NetworkOptions& options);
  /// Random weights of the given shape, for benchmarks.
  HyVlaNetwork(const ModelShape& shape, const HyVlaConfig& config, const LayoutTokens& special,
               const NetworkOptions& options, std::uint64_t seed);
  ~HyVlaNetwork();
  HyVlaNetwork(HyVlaNetwork&&) noexcept;
  HyVlaNetwork& operator=(HyVlaNetwork&&) noexcept;

  /// One forward pass for all requests; they may differ in instruction length and missing cameras, but not in
  /// the number of frames. Result: a chunk a request, action tokens x max_action_dim, row-major, normalised.
  [[nodiscard]] std::vector<std::vector<float>> infer(std::span<const InferenceRequest> requests,
                                                      StageRecorder* recorder = nullptr);

  /// Seconds of the stages of the latest infer(): pixels and early vision blocks, other vision blocks and
  /// merger, prefix, denoising. An accelerator works on while the next stage is prepared, so its stages are
  /// timed only where they are waited for.
  struct StageTimes {
    double early_vision = 0, late_vision = 0, prefix = 0, denoise = 0;
  };
  [[nodiscard]] const StageTimes& times() const;
  void wait_between_stages(bool wait);
  /// Recordings of the denoising loop that the device holds.
  [[nodiscard]] std::size_t graphs() const;
  [[nodiscard]] const ModelShape& shape() const;
  [[nodiscard]] const HyVlaConfig& config() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mjtwin::policy::hyvla
