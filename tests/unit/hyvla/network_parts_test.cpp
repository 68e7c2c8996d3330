#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "policy/hyvla/network/attention.h"
#include "policy/hyvla/network/flow.h"
#include "policy/hyvla/network/memory_encoder.h"
#include "policy/hyvla/network/memory_plan.h"
#include "policy/hyvla/network/prefix.h"
#include "policy/hyvla/network/rope.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_checkpoint.h"

namespace {

using namespace mjtwin::policy::hyvla;

constexpr double kRounding = 1e-6;

std::vector<PrefixToken> two_cameras() {
  const PrefixShape shape{.cameras = 2, .grid = 2, .language_tokens = 3};
  const std::vector<TokenId> language{20, 21};
  return prefix_tokens(shape, {.begin = 1, .user = 2, .image_begin = 3, .image_end = 4, .row_end = 5},
                       {true, true}, language);
}

at::Tensor random(at::IntArrayRef shape, std::uint64_t seed) {
  return at::randn(shape, at::detail::createCPUGenerator(seed));
}

}  // namespace

TEST_CASE("rotation comes before the norm of queries and keys") {
  TextConfig text;
  text.head_dim = 2;
  const RotaryPositions rotary(text, at::kCPU);
  const Rotation turn = rotary.at(at::ones({1, 1}, at::kLong));  // one radian: the first frequency is 1
  const at::Tensor weight = at::tensor({1.0F, 3.0F}).view({1, 2});
  const at::Tensor out =
      rotate_and_norm(at::tensor({1.0F, 0.0F}).view({1, 1, 1, 2}), turn, weight, 0.0, at::kFloat).flatten();
  CHECK(out[0].item<double>() == Approx(std::sqrt(2) * std::cos(1.0)));
  CHECK(out[1].item<double>() == Approx(3 * std::sqrt(2) * std::sin(1.0)));
}

TEST_CASE("heads are turned half against half, with a weight each, whatever type goes in and out") {
  TextConfig text;
  text.head_dim = 8;
  const at::Tensor positions = at::arange(3, at::kLong).view({1, 3}).repeat({2, 1}).add(4);
  const Rotation whole = RotaryPositions(text, at::kCPU).at(positions);
  const at::Tensor x = random({2, 3, 5, 8}, 1).to(at::kBFloat16), weight = random({5, 8}, 2);
  const at::Tensor first = x.narrow(3, 0, 4), second = x.narrow(3, 4, 4);
  const at::Tensor cosine = whole.cosine.narrow(3, 0, 4), sine = whole.sine.narrow(3, 4, 4);
  const at::Tensor turned = at::cat({first * cosine - second * sine, second * cosine + first * sine}, 3);
  const at::Tensor length = turned.square().mean(-1, true).add(1e-5).sqrt();
  const at::Tensor wanted = (turned / length * weight).transpose(1, 2);
  const auto out = [&](at::ScalarType type) { return rotate_and_norm(x, whole, weight, 1e-5, type); };
  const auto inference = [&](at::ScalarType type) {
    const c10::InferenceMode no_gradients;
    return out(type);
  };
  CHECK((out(at::kFloat) - wanted).abs().max().item<double>() < 1e-5);
  CHECK(at::equal(inference(at::kFloat), out(at::kFloat)));
  CHECK(at::equal(inference(at::kBFloat16), out(at::kFloat).to(at::kBFloat16)));
  const at::Tensor rest = rotate_and_norm(x.narrow(1, 2, 1), whole.from(2), weight, 1e-5, at::kFloat);
  CHECK(at::equal(rest, out(at::kFloat).narrow(2, 2, 1)));
}

TEST_CASE("rotary frequencies are rounded to bf16 even in float32") {
  TextConfig text;
  text.head_dim = 128;
  text.rope_alpha = 1000;
  const double base = 1e4 * std::pow(1000.0, 128.0 / 126.0), exact = std::pow(base, -2.0 / 128.0);
  const double rounded = at::scalar_tensor(exact, at::kFloat).to(at::kBFloat16).item<double>();
  REQUIRE(rounded != Approx(exact).epsilon(1e-4));
  const Rotation at_1000 = RotaryPositions(text, at::kCPU).at(at::full({1, 1}, 1000, at::kLong));
  CHECK(at_1000.cosine[0][0][0][1].item<double>() == Approx(std::cos(1000 * rounded)).margin(1e-4));
}

TEST_CASE("the frame code counts from the oldest slot, where it is zero") {
  const at::Tensor code = frame_code(3, 4, at::kCPU);
  CHECK(code[0].abs().max().item<double>() == 0.0);
  CHECK(code[1][0].item<double>() == Approx(std::sin(1.0)));
  CHECK(code[1][1].item<double>() == Approx(std::cos(1.0) - 1));
  CHECK(code[2][2].item<double>() == Approx(std::sin(2 * std::exp(-2 * std::log(100.0) / 4))));
}

TEST_CASE("mixing over time is causal and mixes values only") {
  const at::Tensor q = at::randn({2, 3, 5, 2, 4}, at::detail::createCPUGenerator(1));
  const at::Tensor k = at::randn({2, 3, 5, 2, 4}, at::detail::createCPUGenerator(2));
  const at::Tensor v = at::randn({2, 3, 5, 2, 4}, at::detail::createCPUGenerator(3));
  const at::Tensor mixed = mix_values_over_time(q, k, v, 0.5);
  CHECK((mixed.select(1, 0) - v.select(1, 0)).abs().max().item<double>() < kRounding);
  const at::Tensor scores =
      at::tensor({0.5F}) * (q.select(1, 1).unsqueeze(1) * k.narrow(1, 0, 2)).sum(-1, true);
  const at::Tensor wanted = (scores.softmax(1) * v.narrow(1, 0, 2)).sum(1);
  CHECK((mixed.select(1, 1) - wanted).abs().max().item<double>() < kRounding);
  const at::Tensor last = mix_values_over_time(q.narrow(1, 2, 1), k, v, 0.5);
  CHECK((last.select(1, 0) - mixed.select(1, 2)).abs().max().item<double>() < kRounding);
}

TEST_CASE("past frames end where the last mixing block or the drop is") {
  CHECK(SpaceTimePlan{.blocks = 27, .stride = 4}.last_mixing() == 23);
  CHECK(SpaceTimePlan{.blocks = 27, .stride = 4, .past_drop_layer = 23}.last_mixing() == 19);
  CHECK(SpaceTimePlan{.blocks = 27, .stride = 4, .past_drop_layer = 3}.last_mixing() == std::nullopt);
  CHECK(SpaceTimePlan{.blocks = 27, .stride = 4}.first_mixing() == 3);
}

TEST_CASE("image tokens see their own camera both ways, split tokens stay causal") {
  const auto tokens = two_cameras();
  REQUIRE(tokens.size() == 2 + 2 * 8 + 3);
  REQUIRE(tokens[3].is_image());
  REQUIRE(tokens[5].id == 5);
  constexpr auto kImages = Isolation::kImageTokens;
  CHECK(may_see(tokens, kImages, 3, 7));          // first image token, last of its camera
  CHECK_FALSE(may_see(tokens, kImages, 3, 5));    // a later split token
  CHECK(may_see(tokens, kImages, 3, 1));          // earlier text
  CHECK_FALSE(may_see(tokens, kImages, 11, 3));   // an image token of the other camera
  CHECK(may_see(tokens, kImages, 13, 3));         // a split token sees earlier images of all cameras
  CHECK_FALSE(may_see(tokens, kImages, 20, 20));  // padding
  constexpr auto kSegments = Isolation::kSegments;
  CHECK(may_see(tokens, kSegments, 3, 8));        // the segment's split token, though later
  CHECK_FALSE(may_see(tokens, kSegments, 3, 1));  // nothing outside
  CHECK(may_see(tokens, kSegments, 18, 3));       // language sees images
}

TEST_CASE("positions count valid tokens only") {
  auto tokens = two_cameras();
  tokens[4].valid = false;
  const auto positions = prefix_positions(tokens);
  CHECK(positions[3] == 3);
  CHECK(positions[5] == 4);
  CHECK(positions[20] == positions[19]);
}

TEST_CASE("an Euler step in bf16 rounds its length, too") {
  const at::Tensor start = at::zeros({1}, at::kFloat);
  const at::Tensor rounded = euler_step(start, at::ones({1}, at::kBFloat16), -0.1F);
  CHECK(rounded.scalar_type() == at::kFloat);
  CHECK(rounded.item<double>() == -0.10009765625);
  CHECK(euler_step(start, at::ones({1}, at::kFloat), -0.1F).item<float>() == -0.1F);
}

TEST_CASE("attention in one kernel gives what scores, softmax and product give") {
  constexpr std::int64_t kTokens = 7;
  const at::Tensor q = random({2, 4, 3, 8}, 1), k = random({2, 2, kTokens, 8}, 2);
  const at::Tensor v = random({2, 2, kTokens, 8}, 3);
  at::Tensor mask = at::zeros({2, 3, kTokens}, at::kFloat);
  mask.select(1, 1).narrow(1, 2, 3).fill_(kMaskedLogit);
  mask.select(0, 1).narrow(1, 5, 2).fill_(kMaskedLogit);
  for (const at::Tensor& seen : {at::Tensor(), mask, mask.narrow(1, 1, 1)}) {
    const auto in_one = [&](at::ScalarType type) {
      const at::Tensor bias = seen.defined() ? fused_bias(seen, 2, type) : at::Tensor();
      return fused_attention(q.to(type), k.to(type), v.to(type), bias);
    };
    const at::Tensor parts = grouped_attention(q, k, v, seen), fused = in_one(at::kFloat);
    REQUIRE(fused.sizes() == parts.sizes());
    CHECK((fused - parts).abs().max().item<double>() < 1e-6);
    const at::Tensor coarse = in_one(at::kBFloat16);
    CHECK(coarse.scalar_type() == at::kBFloat16);
    CHECK((coarse.to(at::kFloat) - parts).abs().max().item<double>() < 0.03);
  }
}

TEST_CASE("a mask is prepared once, in rows that an accelerator's kernels read in place") {
  at::Tensor mask = at::zeros({2, 3, 7}, at::kFloat);
  mask.select(1, 1).narrow(1, 2, 3).fill_(kMaskedLogit);
  const DeviceAttention cpu(at::kCPU, at::kBFloat16, 4), other(at::kMeta, at::kBFloat16, 4);
  CHECK(cpu.prepared(mask).is_same(mask));
  CHECK(cpu.key_type() == at::kFloat);
  CHECK(other.key_type() == at::kBFloat16);
  CHECK_FALSE(other.prepared({}).defined());
  const at::Tensor bias = other.prepared(mask);
  CHECK(bias.sizes() == at::IntArrayRef({2, 1, 12, 7}));
  CHECK(bias.strides() == at::IntArrayRef({96, 96, 8, 1}));
  for (int head = 0; head < 4; ++head)
    CHECK(at::equal(bias.select(1, 0).narrow(1, 3 * head, 3), mask.to(at::kBFloat16)));
  CHECK(other.prepared(mask.narrow(1, 0, 1)).sizes() == at::IntArrayRef({2, 1, 1, 7}));
}

TEST_CASE("weights lie in the mapped file where the number types agree, and are converted where not") {
  const mjtwin::test::TemporaryFolder folder;
  mjtwin::test::TinyCheckpoint{}.write(folder.path());
  const TensorStore store(folder.path());
  const std::string name = std::string(kExpertPrefix) + "norm.weight";
  CheckpointWeights source({{name, store.at(name)}});
  const auto loaded = [&](at::ScalarType type) {
    return WeightLoader(source, type, at::kCPU, WeightLayout::kAsStored).tensor(name);
  };
  CHECK(loaded(at::kBFloat16).const_data_ptr() == static_cast<const void*>(store.at(name).bytes.data()));
  const at::Tensor wide = loaded(at::kFloat);
  CHECK(wide.scalar_type() == at::kFloat);
  CHECK(at::equal(wide, loaded(at::kBFloat16).to(at::kFloat)));
}

TEST_CASE("the time code has sines, then cosines, of periods from 0.004 to 4") {
  const at::Tensor code = time_code(at::tensor({0.25F}), 8);
  CHECK(code[0][3].item<double>() == Approx(std::sin(2 * M_PI * 0.25 / 4)));
  CHECK(code[0][4].item<double>() == Approx(std::cos(2 * M_PI * 0.25 / 0.004)).margin(1e-9));
}
