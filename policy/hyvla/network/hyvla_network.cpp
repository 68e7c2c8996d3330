#include "policy/hyvla/network/hyvla_network.h"

#include <ATen/ATen.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "policy/hyvla/network/flow_graphs.h"
#include "policy/hyvla/network/frames.h"
#include "policy/hyvla/network/modules.h"
#include "sim/core/error.h"

namespace mjtwin::policy::hyvla {
namespace {

// Frames that go through the vision tower together: enough rows for the matrix kernels; more only costs
// memory on a CPU, but fills a GPU.
constexpr std::int64_t kCpuFramesPerPass = 12;
constexpr std::int64_t kGpuFramesPerPass = 512;

at::Device parse_device(const std::string& name) {
  try {
    const at::Device device(name);
    if (device.is_cuda() && !at::hasCUDA()) throw EnvironmentError("this LibTorch has no CUDA");
    return device;
  } catch (const c10::Error&) {
    throw Error("no torch device has this name", {.field = "device", .value = name});
  }
}

at::ScalarType scalar_of(Precision precision) {
  return precision == Precision::kBf16 ? at::kBFloat16 : at::kFloat;
}

WeightLayout layout_of(const NetworkOptions& options, const at::Device& device) {
  if (options.keep_mapped) return WeightLayout::kAsStored;
  return device.is_cpu() ? WeightLayout::kPacked : WeightLayout::kMerged;
}

WeightLoader loader_of(WeightSource& source, const NetworkOptions& options) {
  const at::Device device = parse_device(options.device);
  return {source, scalar_of(options.precision), device, layout_of(options, device)};
}

/// Seconds from one stage's end to the next's.
class StageClock {
 public:
  StageClock(at::Device device, bool waits) : device_(device), waits_(waits && !device.is_cpu()) {}

  double lap() {
    if (waits_)
      c10::impl::VirtualGuardImpl(device_.type())
          .synchronizeDevice(std::max<c10::DeviceIndex>(device_.index(), 0));
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  at::Device device_;
  bool waits_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

class HyVlaNetwork::Impl {
 public:
  Impl(std::unique_ptr<TensorStore> store, std::unique_ptr<WeightSource> source, const ModelShape& shape,
       const HyVlaConfig& config, const LayoutTokens& special, const NetworkOptions& options)
      : store_(std::move(store)),
        source_(std::move(source)),
        shape_(shape),
        special_(special),
        modules_(loader_of(*source_, options), shape, config),
        frames_(modules_.vision, config, modules_.type, modules_.device,
                static_cast<std::size_t>(options.remembered_frames)),
        graphs_(options.graphs ? device_recorder(modules_.device) : nullptr,
                [this](const FlowInputs& inputs) { return modules_.flow.sample(inputs, modules_.tower); }) {}

  std::vector<std::vector<float>> infer(std::span<const InferenceRequest> requests, StageRecorder* recorder) {
    if (requests.empty()) return {};
    const c10::InferenceMode no_gradients;
    const Tap tap(recorder);
    check_frames(requests);
    StageClock clock(modules_.device, waits_);
    const at::Tensor merged = encode_pictures(requests, tap, clock);
    const PrefixBatch batch = modules_.prefix_batch(requests, special_, merged.size(1), tap);
    KvCache cache = modules_.run_prefix(batch, merged, tap);
    times_.prefix = clock.lap();
    const at::Tensor state = modules_.states(requests);
    tap("state_in", state);
    FlowInputs inputs{
        .noise = noise_of(requests), .state = state, .prefix = batch.extent(), .cache = std::move(cache)};
    const at::Tensor chunk =
        tap ? modules_.flow.sample(std::move(inputs), modules_.tower, tap) : run_recorded(inputs);
    tap("chunk_normalized", chunk);
    std::vector<std::vector<float>> results = split(chunk);
    times_.denoise = clock.lap();
    return results;
  }

  [[nodiscard]] const StageTimes& times() const { return times_; }
  void wait_between_stages(bool wait) { waits_ = wait; }
  [[nodiscard]] std::size_t graphs() const { return graphs_.recordings(); }
  [[nodiscard]] const ModelShape& shape() const { return shape_; }
  [[nodiscard]] const HyVlaConfig& config() const { return modules_.config; }

 private:
  static void check_frames(std::span<const InferenceRequest> requests) {
    const auto& first = requests.front().cameras;
    if (first.empty()) throw Error("a request has no camera");
    for (const InferenceRequest& request : requests)
      for (const CameraFrames& camera : request.cameras)
        if (camera.frames.size() != first.front().frames.size() || camera.frames.empty())
          throw Error("the cameras of a batch have different numbers of frames");
  }

  at::Tensor run_recorded(const FlowInputs& inputs) {
    const bool refused = !graphs_.refusal().empty();
    at::Tensor chunk = graphs_.run(inputs);
    if (!refused && !graphs_.refusal().empty())
      fmt::print(stderr, "hyvla: every step is launched anew, slower: {}\n", graphs_.refusal());
    return chunk;
  }

  at::Tensor encode_pictures(std::span<const InferenceRequest> requests, const Tap& tap, StageClock& clock) {
    const std::int64_t per_pass = modules_.device.is_cpu() ? kCpuFramesPerPass : kGpuFramesPerPass;
    const auto cameras = static_cast<std::int64_t>(requests.front().cameras.size());
    const FrameSlots slots =
        frames_.encode(encoded_cameras(requests, static_cast<bool>(tap)), per_pass, cameras, tap);
    times_.early_vision = clock.lap();
    const at::Tensor features = modules_.vision.late_features(slots, per_pass, tap);
    tap.cameras("vit_out", features, cameras);
    const auto side =
        static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(features.size(1)))));
    const at::Tensor merged = modules_.merger(features, side, side, tap, cameras);
    times_.late_vision = clock.lap();
    return merged;
  }

  [[nodiscard]] at::Tensor noise_of(std::span<const InferenceRequest> requests) const {
    const std::int64_t rows = modules_.config.action_tokens, columns = modules_.config.max_action_dim;
    std::vector<at::Tensor> all;
    for (const InferenceRequest& request : requests) {
      if (request.noise.size() != static_cast<std::size_t>(rows * columns))
        throw Error(
            fmt::format("the noise has {} numbers instead of {} x {}", request.noise.size(), rows, columns));
      all.push_back(at::tensor(request.noise).view({rows, columns}));
    }
    return at::stack(all).to(modules_.device);
  }

  static std::vector<std::vector<float>> split(const at::Tensor& chunk) {
    std::vector<std::vector<float>> results;
    for (const at::Tensor& one : chunk.to(at::kCPU).contiguous().unbind(0)) {
      const float* numbers = one.const_data_ptr<float>();
      results.emplace_back(numbers, numbers + one.numel());
    }
    return results;
  }

  std::unique_ptr<TensorStore> store_;  // keeps the files mapped
  std::unique_ptr<WeightSource> source_;
  ModelShape shape_;
  LayoutTokens special_;
  HyVlaModules modules_;
  FrameEncoder frames_;
  FlowGraphs graphs_;
  StageTimes times_;
  bool waits_ = false;
};

HyVlaNetwork::HyVlaNetwork(const std::filesystem::path& folder, const HyVlaConfig& config,
                           const LayoutTokens& special, const NetworkOptions& options) {
  const c10::InferenceMode no_gradients;
  auto store = std::make_unique<TensorStore>(folder);
  const ModelShape shape = shape_of(config, *store);
  auto source = std::make_unique<CheckpointWeights>(checked_weights(shape, *store));
  impl_ = std::make_unique<Impl>(std::move(store), std::move(source), shape, config, special, options);
}

HyVlaNetwork::HyVlaNetwork(const ModelShape& shape, const HyVlaConfig& config, const LayoutTokens& special,
                           const NetworkOptions& options, std::uint64_t seed) {
  const c10::InferenceMode no_gradients;
  auto source = std::make_unique<RandomWeights>(shape, scalar_of(options.precision), seed);
  impl_ = std::make_unique<Impl>(nullptr, std::move(source), shape, config, special, options);
}

HyVlaNetwork::~HyVlaNetwork() = default;
HyVlaNetwork::HyVlaNetwork(HyVlaNetwork&&) noexcept = default;
HyVlaNetwork& HyVlaNetwork::operator=(HyVlaNetwork&&) noexcept = default;

std::vector<std::vector<float>> HyVlaNetwork::infer(std::span<const InferenceRequest> requests,
                                                    StageRecorder* recorder) {
  return impl_->infer(requests, recorder);
}

const HyVlaNetwork::StageTimes& HyVlaNetwork::times() const {
  return impl_->times();
}
std::size_t HyVlaNetwork::graphs() const {
  return impl_->graphs();
}
void HyVlaNetwork::wait_between_stages(bool wait) {
  impl_->wait_between_stages(wait);
}
const ModelShape& HyVlaNetwork::shape() const {
  return impl_->shape();
}
const HyVlaConfig& HyVlaNetwork::config() const {
  return impl_->config();
}

}  // namespace mjtwin::policy::hyvla
