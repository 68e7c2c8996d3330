#include "policy/hyvla/network/flow.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace mjtwin::policy::hyvla {
namespace {

constexpr double kShortestPeriod = 4e-3;
constexpr double kLongestPeriod = 4.0;

Linear load(const WeightLoader& loader, const char* name) {
  return loader.linear({std::string("model.") + name}, WeightLoader::Bias::kPresent);
}

// What every action sees: [requests, 1, prefix + suffix], to be added to the scores.
at::Tensor seen_by_actions(const PrefixExtent& prefix, std::int64_t suffix_tokens) {
  const at::Tensor seen = at::zeros({prefix.requests(), 1, prefix.longest + suffix_tokens},
                                    prefix.lengths.options().dtype(at::kFloat));
  if (prefix.padding.defined()) seen.narrow(2, 0, prefix.longest).copy_(prefix.padding);
  return seen;
}

}  // namespace

at::Tensor time_code(const at::Tensor& time, std::int64_t width) {
  const at::Tensor fraction =
      at::linspace(0.0, 1.0, width / 2, at::TensorOptions(at::kDouble).device(time.device()));
  const at::Tensor period = at::pow(kLongestPeriod / kShortestPeriod, fraction).mul(kShortestPeriod);
  const at::Tensor rate = period.reciprocal().mul(2).mul(std::numbers::pi);
  const at::Tensor angle = rate.unsqueeze(0) * time.to(at::kDouble).unsqueeze(1);
  return at::cat({angle.sin(), angle.cos()}, 1);
}

at::Tensor euler_step(const at::Tensor& x, const at::Tensor& v, float dt) {
  return x.add(v * at::scalar_tensor(dt, at::kFloat));  // a tensor without dimensions takes v's type
}

ActionFlow::ActionFlow(const WeightLoader& loader, const HyVlaConfig& config)
    : action_tokens_(config.action_tokens),
      width_(config.proj_width),
      steps_(config.num_steps),
      type_(loader.type()),
      state_in_(load(loader, "state_proj")),
      action_in_(load(loader, "action_in_proj")),
      time_in_(load(loader, "action_time_mlp_in")),
      time_out_(load(loader, "action_time_mlp_out")),
      action_out_(load(loader, "action_out_proj")) {}

at::Tensor ActionFlow::embed_actions(const at::Tensor& x, const at::Tensor& time) const {
  const at::Tensor action = action_in_(x.to(type_));
  const at::Tensor code = time_code(time, width_).to(type_).unsqueeze(1).expand_as(action);
  return time_out_(at::silu(time_in_(at::cat({action, code}, 2))));
}

at::Tensor ActionFlow::positions(const PrefixExtent& prefix) const {
  return prefix.lengths.unsqueeze(1) + at::arange(suffix_tokens(), prefix.lengths.options());
}

DualTower::Suffix ActionFlow::whole_suffix(const DualTower& tower, const PrefixExtent& prefix) const {
  const at::Tensor mask = seen_by_actions(prefix, suffix_tokens()).repeat({1, suffix_tokens(), 1});
  mask.select(1, 0).narrow(1, prefix.longest + 1, action_tokens_).fill_(kMaskedLogit);  // seen by the state
  return {
      .rotation = tower.rotary().at(positions(prefix)), .mask = tower.attention().prepared(mask), .first = 0};
}

// The state token and the prefix never look at the actions: once its keys and values are cached, later steps
// leave the state token out.
DualTower::Suffix ActionFlow::without_state(const DualTower& tower, const DualTower::Suffix& whole,
                                            const PrefixExtent& prefix) const {
  DualTower::Suffix rest{.rotation = whole.rotation.from(1), .mask = {}, .first = 1};
  if (prefix.padding.defined())
    rest.mask = tower.attention().prepared(seen_by_actions(prefix, suffix_tokens()));
  return rest;
}

at::Tensor ActionFlow::velocity(const at::Tensor& x, const at::Tensor& time, const at::Tensor& state,
                                const DualTower& tower, const PrefixExtent& prefix, KvCache& cache) const {
  const at::Tensor tokens = at::cat({state_in_(state).unsqueeze(1), embed_actions(x, time)}, 1);
  const at::Tensor out = tower.suffix(tokens, whole_suffix(tower, prefix), cache);
  return action_out_(out.narrow(1, 1, action_tokens_));
}

at::Tensor ActionFlow::sample(FlowInputs inputs, const DualTower& tower, const Tap& tap) const {
  const at::Tensor state_token = state_in_(inputs.state).unsqueeze(1);
  const DualTower::Suffix whole = whole_suffix(tower, inputs.prefix);
  const DualTower::Suffix actions_only = without_state(tower, whole, inputs.prefix);
  if (tap) tap("suffix.position_ids", positions(inputs.prefix));
  at::Tensor x = inputs.noise.clone();
  float time = 1.0F;
  int step = 0;
  const auto dt = static_cast<float>(-1.0 / steps_);
  while (time >= -dt / 2) {  // as the reference counts, in float32
    const Tap step_tap = tap.under(fmt::format("step{}.", step));
    const at::Tensor times = at::full({x.size(0)}, time, x.options());
    const at::Tensor actions = embed_actions(x, times);
    step_tap("time", times);
    step_tap("x_in", x);
    const bool with_state = step == 0 || tap;
    const at::Tensor tokens = with_state ? at::cat({state_token, actions}, 1) : actions;
    step_tap("suffix_embs", tokens);
    const at::Tensor out = tower.suffix(tokens, with_state ? whole : actions_only, inputs.cache, step_tap);
    const at::Tensor v = action_out_(out.narrow(1, out.size(1) - action_tokens_, action_tokens_));
    step_tap("v", v);
    x = euler_step(x, v, dt);
    ++step;
    time += dt;
  }
  return x;
}

}  // namespace mjtwin::policy::hyvla
