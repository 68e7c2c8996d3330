#include "policy/hyvla/network/policy_bench.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>

#include "policy/hyvla/network/linear.h"
#include "policy/hyvla/network/work_estimate.h"
#include "policy/hyvla/noise.h"
#include "sim/core/error.h"

namespace mjtwin::policy::hyvla {
namespace {

constexpr int kFrames = 6, kSide = 224;

struct Seconds {
  double wall = 0, core = 0;  // core: CPU time of all threads
};

double core_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Seconds measure(const std::function<void()>& work) {
  const auto wall = std::chrono::steady_clock::now();
  const double core = core_seconds();
  work();
  const double core_used = core_seconds() - core;
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(), core_used};
}

Seconds fastest(int repeats, const std::function<void()>& work) {
  Seconds best{1e30, 1e30};
  for (int i = 0; i < repeats; ++i) {
    const Seconds once = measure(work);
    best = {std::min(best.wall, once.wall), std::min(best.core, once.core)};
  }
  return best;
}

// An accelerator's work is only started by a call.
void wait_for(const at::Tensor& result) {
  if (!result.is_cpu()) (void)result.flatten().narrow(0, 0, 1).to(at::kCPU);
}

// The fastest of the ways this program multiplies matrices, on a product that fills every core.
nlohmann::json matrix_peak(at::ScalarType type, const at::Device& device) {
  const std::int64_t size = device.is_cpu() ? 2048 : 8192;
  const at::Tensor a = at::randn({size, size}).to(device, type), b = at::randn({size, size}).to(device, type);
  const double operations = 2.0 * static_cast<double>(size * size * size);
  const auto rate = [&](const std::function<at::Tensor()>& multiply) {
    wait_for(multiply());
    const Seconds time = fastest(8, [&] { wait_for(multiply()); });
    return std::pair(operations / time.wall, operations / time.core);
  };
  const auto plain = rate([&] { return at::matmul(a, b); });
  const Linear packed({b}, {}, device.is_cpu() ? WeightLayout::kPacked : WeightLayout::kMerged);
  const auto fast = rate([&] { return packed(a); });
  return {{"plain_flop_per_second", plain.first},
          {"plain_flop_per_core_second", plain.second},
          {"packed_flop_per_second", fast.first},
          {"packed_flop_per_core_second", fast.second}};
}

double copy_bandwidth(const at::Device& device) {
  const at::Tensor from = at::ones({1 << 26}, at::TensorOptions(at::kFloat).device(device));  // beyond caches
  at::Tensor to = at::empty_like(from);
  const Seconds time = fastest(5, [&] {
    to.copy_(from);
    wait_for(to);
  });
  return 2.0 * static_cast<double>(from.nbytes()) / time.wall;  // read and written
}

// Of the process, or of an accelerator's tensors since the last call of forget_peak().
double peak_memory_bytes(const at::Device& device) {
  if (device.is_cpu()) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
  }
  const auto all = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
  return static_cast<double>(at::getDeviceAllocator(device.type())
                                 ->getDeviceStats(std::max<int>(device.index(), 0))
                                 .allocated_bytes[all]
                                 .peak);
}

void forget_peak(const at::Device& device) {
  if (!device.is_cpu())
    at::getDeviceAllocator(device.type())
        ->resetPeakStats(static_cast<c10::DeviceIndex>(std::max<int>(device.index(), 0)));
}

std::vector<InferenceRequest> requests_of(const BenchShape& bench, int batch, int language_tokens) {
  std::vector<InferenceRequest> requests;
  for (int b = 0; b < batch; ++b) {
    InferenceRequest request;
    for (int c = 0; c < 3; ++c) {
      CameraFrames camera;
      for (int k = 0; k < kFrames; ++k) {
        auto image = std::make_shared<Image>(320, 240);
        for (std::size_t i = 0; i < image->rgb.size(); ++i)
          image->rgb[i] = static_cast<std::uint8_t>(static_cast<int>(i) * 7 + k * 31 + c * 11 + b);
        camera.frames.push_back(std::move(image));
      }
      request.cameras.push_back(std::move(camera));
    }
    for (int i = 0; i < language_tokens; ++i) request.language.push_back(100 + i);
    request.state.assign(kActionColumns, 0.1F);
    const auto numbers = static_cast<std::size_t>(bench.config.action_tokens * bench.config.max_action_dim);
    request.noise = flow_noise(0, static_cast<std::uint64_t>(b), 0, numbers);
    requests.push_back(std::move(request));
  }
  return requests;
}

nlohmann::json stage(double seconds, double operations, double plain, double bytes) {
  return {{"seconds", seconds},
          {"gigaflop", operations / 1e9},
          {"plain_gigaflop", plain / 1e9},
          {"flop_per_second", operations / seconds},
          {"weight_gigabytes", bytes / 1e9},
          {"weight_bytes_per_second", bytes / seconds}};
}

nlohmann::json stages(const HyVlaNetwork::StageTimes& times, const WorkEstimate& work) {
  const StageWork &did = work.operations, &plain = work.plain_operations, &weights = work.weight_bytes;
  return {
      {"early_vision", stage(times.early_vision, did.early_vision, plain.early_vision, weights.early_vision)},
      {"late_vision", stage(times.late_vision, did.late_vision, plain.late_vision, weights.late_vision)},
      {"prefix", stage(times.prefix, did.prefix, plain.prefix, weights.prefix)},
      {"denoise", stage(times.denoise, did.denoise, plain.denoise, weights.denoise)}};
}

// A processor's share of its peak is taken of core seconds, which others' work does not lengthen.
double share(double operations, const Seconds& time, const nlohmann::json& peak, const std::string& kind,
             const at::Device& device) {
  return device.is_cpu() ? operations / time.core / peak[kind + "_flop_per_core_second"].get<double>()
                         : operations / time.wall / peak[kind + "_flop_per_second"].get<double>();
}

struct Pass {
  Seconds time{1e30, 1e30};
  HyVlaNetwork::StageTimes stages;
};

Pass fastest_pass(HyVlaNetwork& network, const std::vector<InferenceRequest>& requests, int repeats) {
  Pass best;
  for (int i = 0; i < repeats; ++i) {
    const Seconds once = measure([&] { (void)network.infer(requests); });
    if (once.wall < best.time.wall) best.stages = network.times();
    best.time = {std::min(best.time.wall, once.wall), std::min(best.time.core, once.core)};
  }
  return best;
}

constexpr int kPassesBeforeRecorded = 3;

nlohmann::json measure_batch(HyVlaNetwork& network, const BenchShape& bench, int batch,
                             const nlohmann::json& peak, const PolicyBenchOptions& options) {
  const at::Device device(options.device);
  const WorkLoad load{.requests = batch, .language_tokens = options.language_tokens};
  const WorkEstimate work =
      estimate_work(bench.shape, bench.config, load, options.precision == Precision::kBf16 ? 2 : 4);
  const auto requests = requests_of(bench, batch, options.language_tokens);
  forget_peak(device);
  const int before = device.is_cpu() ? 1 : kPassesBeforeRecorded;
  for (int i = 0; i < before; ++i) (void)network.infer(requests);
  Pass pass = fastest_pass(network, requests, options.repeats);
  if (!device.is_cpu()) {
    network.wait_between_stages(true);
    pass.stages = fastest_pass(network, requests, options.repeats).stages;
    network.wait_between_stages(false);
  }
  const double did = work.operations.total(), plain = work.plain_operations.total();
  const double memory = peak_memory_bytes(device);
  const double loaded = work.loaded_parameters * (options.precision == Precision::kBf16 ? 2 : 4);
  return {{"batch", batch},
          {"graphs", network.graphs()},
          {"seconds", pass.time.wall},
          {"core_seconds", pass.time.core},
          {"gigaflop", did / 1e9},
          {"plain_gigaflop", plain / 1e9},
          {"skipped_share", 1 - did / plain},
          {"flop_per_second", did / pass.time.wall},
          {"flop_per_core_second", did / pass.time.core},
          {"share_of_plain_peak", share(did, pass.time, peak, "plain", device)},
          {"share_of_packed_peak", share(did, pass.time, peak, "packed", device)},
          {"loaded_weight_bytes", loaded},
          {"peak_memory_bytes", memory},
          {"peak_memory_over_weights", memory / loaded},
          {"stages", stages(pass.stages, work)}};
}

}  // namespace

BenchShape bench_shape(const PolicyBenchOptions& options) {
  BenchShape bench;
  HyVlaConfig& config = bench.config;
  config.chunk_size = config.action_tokens = 40;
  config.use_video_encoder = true;
  config.image_features = {"top_head", "hand_left", "hand_right"};
  config.text.rope_alpha = 1000.0;
  if (options.shape == "mini") {
    bench.shape.layers = 8;
    bench.shape.vision_layers = 9;
    bench.shape.vocab_size = 4096;
  } else if (options.shape != "full") {
    throw Error("no such shape; there are full and mini", {.value = options.shape});
  }
  if (options.layers > 0) bench.shape.layers = options.layers;
  if (options.vision_layers > 0) bench.shape.vision_layers = options.vision_layers;
  config.text.layers = bench.shape.layers;
  config.text.vocab_size = bench.shape.vocab_size;
  return bench;
}

nlohmann::json bench_policy(const PolicyBenchOptions& options) {
  const BenchShape bench = bench_shape(options);
  NetworkOptions network_options;
  network_options.precision = options.precision;
  network_options.device = options.device;
  network_options.graphs = options.graphs;
  HyVlaNetwork network(bench.shape, bench.config, {}, network_options, 1);
  const at::Device device(options.device);
  const bool bf16 = options.precision == Precision::kBf16;
  const nlohmann::json peak = matrix_peak(bf16 ? at::kBFloat16 : at::kFloat, device);
  nlohmann::json batches = nlohmann::json::array();
  for (const int batch : options.batches)
    batches.push_back(measure_batch(network, bench, batch, peak, options));
  return {{"shape", options.shape},
          {"layers", bench.shape.layers},
          {"vision_layers", bench.shape.vision_layers},
          {"dtype", bf16 ? "bf16" : "fp32"},
          {"device", options.device},
          {"threads", at::get_num_threads()},
          {"language_tokens", options.language_tokens},
          {"peak", peak},
          {"copy_bytes_per_second", copy_bandwidth(device)},
          {"batches", batches}};
}

}  // namespace mjtwin::policy::hyvla
