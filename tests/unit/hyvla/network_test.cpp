#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <map>

#include "policy/hyvla/network/hyvla_network.h"
#include "policy/hyvla/network/stage_recorder.h"
#include "policy/hyvla/noise.h"
#include "sim/core/error.h"
#include "tests/support/tiny_network.h"

namespace {

using namespace mjtwin;
using namespace mjtwin::policy::hyvla;

// Sums in another order; the chunk's numbers are of order one.
constexpr double kRounding = 2e-5;

using Tiny = test::TinyNetwork;

HyVlaNetwork network(const Tiny& model, int remembered = 0) {
  NetworkOptions options;
  options.remembered_frames = remembered;
  return {model.shape, model.config, model.special, options, 7};
}

std::shared_ptr<const Image> picture(int seed, int width = 40) {
  auto image = std::make_shared<Image>(width, 30);
  for (std::size_t i = 0; i < image->rgb.size(); ++i)
    image->rgb[i] = static_cast<std::uint8_t>((i * 37 + static_cast<std::size_t>(seed) * 101) % 251);
  return image;
}

InferenceRequest request(const Tiny& model, int seed, int words, int empty_slots = 0) {
  InferenceRequest result;
  for (int camera = 0; camera < 2; ++camera) {
    CameraFrames frames;
    for (int slot = 0; slot < 3; ++slot)
      frames.frames.push_back(slot < empty_slots ? nullptr : picture(seed * 10 + camera * 3 + slot));
    result.cameras.push_back(std::move(frames));
  }
  for (int i = 0; i < words; ++i) result.language.push_back(10 + (seed + 3 * i) % 40);
  for (int i = 0; i < kActionColumns; ++i) result.state.push_back(std::sin(static_cast<float>(i + seed)));
  const auto rows = static_cast<std::size_t>(model.config.action_tokens);
  const std::size_t numbers = rows * static_cast<std::size_t>(model.config.max_action_dim);
  result.noise = flow_noise(1, static_cast<std::uint64_t>(seed), 0, numbers);
  return result;
}

double worst_difference(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    REQUIRE(std::isfinite(a[i]));
    worst = std::max(worst, std::abs(double{a[i]} - b[i]));
  }
  return worst;
}

class Discard final : public StageRecorder {
 public:
  void record(const std::string& name, DType, const Shape& shape, std::span<const std::byte> bytes) override {
    shapes[name] = shape;
    stages[name].assign(bytes.begin(), bytes.end());
  }
  std::map<std::string, Shape> shapes;
  std::map<std::string, std::vector<std::byte>> stages;
};

}  // namespace

TEST_CASE("a batch of different instruction lengths and missing cameras gives each request its own answer") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model);
  std::vector<InferenceRequest> requests{request(model, 1, 3), request(model, 2, 12),
                                         request(model, 3, 1, 2)};
  requests[1].cameras[1] = {.frames = {nullptr, nullptr, nullptr}, .present = false};
  const auto together = net.infer(requests);
  for (std::size_t i = 0; i < requests.size(); ++i)
    CHECK(worst_difference(together[i], net.infer({&requests[i], 1})[0]) < kRounding);
}

TEST_CASE("pictures of several sizes and empty ones may stand side by side") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model), remembering = network(model, 4);
  std::vector<InferenceRequest> requests{request(model, 1, 3, 1), request(model, 2, 4), request(model, 3, 4)};
  requests[0].cameras[1].frames[2] = picture(50, 64);
  requests[1].cameras[0].frames[1] = picture(51, 24);
  requests[2].cameras[0].frames = requests[1].cameras[0].frames;
  const auto together = net.infer(requests);
  (void)remembering.infer({&requests[1], 1});
  const auto again = remembering.infer(requests);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    CHECK(worst_difference(together[i], net.infer({&requests[i], 1})[0]) < kRounding);
    CHECK(worst_difference(together[i], again[i]) < kRounding);
  }
}

TEST_CASE("the same call gives the same bits") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model), twin = network(model);
  const std::vector<InferenceRequest> requests{request(model, 1, 3), request(model, 2, 5)};
  const auto first = net.infer(requests);
  CHECK(net.infer(requests) == first);
  CHECK(twin.infer(requests) == first);
}

TEST_CASE("a request alone gives the same bits whatever ran before") {
  const Tiny model = Tiny{};
  HyVlaNetwork fresh = network(model), used = network(model);
  const std::vector<InferenceRequest> others{request(model, 1, 3), request(model, 2, 5, 2)};
  (void)used.infer(others);
  const InferenceRequest one = request(model, 3, 4, 1);
  CHECK(used.infer({&one, 1}) == fresh.infer({&one, 1}));
}

TEST_CASE("what production leaves out does not change the answer") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model);
  std::vector<InferenceRequest> requests{request(model, 4, 6, 1)};
  requests[0].cameras[1] = {.frames = {nullptr, nullptr, nullptr}, .present = false};
  Discard recorder;  // with a recorder empty pictures, missing cameras and the state token run through
  CHECK(worst_difference(net.infer(requests, &recorder)[0], net.infer(requests)[0]) < kRounding);
  CHECK(recorder.shapes.at("prefix.embs") == Shape{1, 2 + 2 * (2 * 3 + 2) + 12, 32});
}

TEST_CASE("remembered pictures give what fresh ones give") {
  const Tiny model = Tiny{};
  HyVlaNetwork fresh = network(model), remembering = network(model, 4);
  InferenceRequest now = request(model, 5, 4, 1);
  (void)remembering.infer({&now, 1});
  for (CameraFrames& camera : now.cameras) {  // the episode goes on: frames move one slot
    std::rotate(camera.frames.begin(), camera.frames.begin() + 1, camera.frames.end());
    camera.frames.back() = picture(77);
  }
  CHECK(worst_difference(remembering.infer({&now, 1})[0], fresh.infer({&now, 1})[0]) < kRounding);
}

TEST_CASE("empty history slots are attended, and count from the oldest") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model);
  InferenceRequest with_slots = request(model, 6, 4, 2), without = with_slots;
  for (CameraFrames& camera : without.cameras) camera.frames = {camera.frames.back()};
  CHECK(worst_difference(net.infer({&with_slots, 1})[0], net.infer({&without, 1})[0]) > 10 * kRounding);
}

TEST_CASE("masked language padding is no token: a longer limit changes nothing") {
  Tiny model = Tiny{};
  const InferenceRequest one = request(model, 8, 4);
  HyVlaNetwork net = network(model);
  model.config.tokenizer_max_length = 40;
  HyVlaNetwork longer = network(model);
  CHECK(longer.infer({&one, 1}) == net.infer({&one, 1}));
}

TEST_CASE("requests that do not fit are refused by name") {
  const Tiny model = Tiny{};
  HyVlaNetwork net = network(model);
  InferenceRequest bad = request(model, 9, 13);
  CHECK_THROWS_AS(net.infer({&bad, 1}), Error);
  bad = request(model, 9, 2);
  bad.noise.pop_back();
  CHECK_THROWS_AS(net.infer({&bad, 1}), Error);
  bad = request(model, 9, 2);
  bad.language[0] = 50;
  CHECK_THROWS_AS(net.infer({&bad, 1}), Error);
  bad = request(model, 9, 2);
  bad.cameras[0].frames.pop_back();
  CHECK_THROWS_AS(net.infer({&bad, 1}), Error);
}
