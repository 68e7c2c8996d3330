#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "policy/hyvla/network/hyvla_network.h"

namespace mjtwin::policy::hyvla {

struct PolicyBenchOptions {
  std::string shape = "mini";  // full: the released model's; mini: its widths with fewer layers
  int layers = 0;              // of the decoder, where a shape does not fit into memory; 0: the shape's
  int vision_layers = 0;       // likewise
  Precision precision = Precision::kFp32;
  std::string device = "cpu";
  std::vector<int> batches = {1};  // requests in one forward pass; each is measured
  bool graphs = true;              // see NetworkOptions
  int repeats = 3;
  int language_tokens = 25;
};

/// The released RoboTwin model's sizes, or its widths with a third of the vision layers and a quarter of the
/// decoder layers.
struct BenchShape {
  ModelShape shape;
  HyVlaConfig config;
};
[[nodiscard]] BenchShape bench_shape(const PolicyBenchOptions& options);

/// Runs a network with random weights and measures it against what this machine can do: its fastest large
/// matrix product and its memory copy, taken in the same run. Times are of the wall clock and of all cores
/// together; on a machine that others use too, the latter are the ones to compare. An accelerator's stages
/// are timed in passes of their own, for waiting between them makes them slower.
[[nodiscard]] nlohmann::json bench_policy(const PolicyBenchOptions& options);

}  // namespace mjtwin::policy::hyvla
