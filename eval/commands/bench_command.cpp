#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string>

#include "eval/commands/commands.h"
#include "policy/torch_module/torch_module.h"

namespace mjtwin::eval {
namespace {

using policy::hyvla::PolicyBenchOptions;
using policy::hyvla::Precision;

double number(const nlohmann::json& from, const char* key) {
  return from.at(key).get<double>();
}

void print_batch(const nlohmann::json& batch) {
  fmt::print("\nbatch {}{}\n", batch.at("batch").get<int>(),
             batch.at("graphs").get<int>() > 0 ? ", the denoising loop as a recording" : "");
  fmt::print("{:14} {:>9} {:>10} {:>10} {:>10} {:>10}\n", "stage", "ms", "GFLOP", "plain", "GFLOP/s", "GB/s");
  for (const auto& [name, stage] : batch.at("stages").items())
    fmt::print("{:14} {:9.1f} {:10.1f} {:10.1f} {:10.1f} {:10.2f}\n", name, 1e3 * number(stage, "seconds"),
               number(stage, "gigaflop"), number(stage, "plain_gigaflop"),
               number(stage, "flop_per_second") / 1e9, number(stage, "weight_bytes_per_second") / 1e9);
  fmt::print("all            {:9.1f} {:10.1f} {:10.1f} {:10.1f}   ({:.1f} % of the plain work is skipped)\n",
             1e3 * number(batch, "seconds"), number(batch, "gigaflop"), number(batch, "plain_gigaflop"),
             number(batch, "flop_per_second") / 1e9, 100 * number(batch, "skipped_share"));
  fmt::print("{:.2f} inferences/s, {:.0f} % of the matrix peak of plain torch, {:.0f} % of packed\n",
             batch.at("batch").get<int>() / number(batch, "seconds"),
             100 * number(batch, "share_of_plain_peak"), 100 * number(batch, "share_of_packed_peak"));
  fmt::print("weights {:.2f} GB, peak memory {:.2f} times that\n", number(batch, "loaded_weight_bytes") / 1e9,
             number(batch, "peak_memory_over_weights"));
}

void print_table(const nlohmann::json& result) {
  fmt::print("{} shape, {} decoder and {} vision layers, {}, {}, {} threads\n",
             result.at("shape").get<std::string>(), result.at("layers").get<int>(),
             result.at("vision_layers").get<int>(), result.at("dtype").get<std::string>(),
             result.at("device").get<std::string>(), result.at("threads").get<int>());
  const nlohmann::json& peak = result.at("peak");
  fmt::print("this machine: matrices {:.1f} GFLOP/s plain, {:.1f} packed; memory copy {:.1f} GB/s\n",
             number(peak, "plain_flop_per_second") / 1e9, number(peak, "packed_flop_per_second") / 1e9,
             number(result, "copy_bytes_per_second") / 1e9);
  for (const nlohmann::json& batch : result.at("batches")) print_batch(batch);
}

}  // namespace

void add_bench_command(CLI::App& app) {
  CLI::App* bench = app.add_subcommand("bench", "Measures what this machine does");
  bench->require_subcommand(1);
  CLI::App* command = bench->add_subcommand("policy", "Hy-VLA with random weights: time a stage");
  auto options = std::make_shared<PolicyBenchOptions>();
  auto dtype = std::make_shared<std::string>("fp32");
  auto json = std::make_shared<bool>(false);
  command->add_option("--shape", options->shape, "full (8 GB in bf16) or mini")
      ->check(CLI::IsMember({"full", "mini"}));
  command->add_option("--layers", options->layers, "Decoder layers instead of the shape's")
      ->check(CLI::Range(1, 32));
  command->add_option("--vision-layers", options->vision_layers, "Vision layers instead of the shape's")
      ->check(CLI::Range(1, 27));
  command->add_option("--dtype", *dtype, "Number type")->check(CLI::IsMember({"fp32", "bf16"}));
  command->add_option("--device", options->device, "Torch device");
  command
      ->add_option("--batch", options->batches, "Requests in one forward pass; several are measured in turn")
      ->delimiter(',')
      ->check(CLI::Range(1, 256));
  command->add_flag("!--no-graphs", options->graphs,
                    "Launch every step anew, also on a device that can record");
  command->add_option("--repeats", options->repeats, "Passes; the fastest counts")
      ->check(CLI::Range(1, 1000));
  command->add_flag("--json", *json, "Print one JSON document");
  command->callback([options, dtype, json] {
    options->precision = *dtype == "bf16" ? Precision::kBf16 : Precision::kFp32;
    const nlohmann::json result = policy::torch_module().bench_policy(*options);
    if (*json)
      fmt::print("{}\n", result.dump());
    else
      print_table(result);
  });
}

}  // namespace mjtwin::eval
