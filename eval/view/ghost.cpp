#include "eval/view/ghost.h"

#include "sim/view/joint_state.h"

namespace mjtwin::eval {

void Ghost::pose(const Moment& moment) {
  sim::set_joint_state(world_, moment.qpos);
  for (const Arm arm : kArms)
    world_.set_arm_target(arm, moment.arm_target[index(arm)], sim::ArmVector::Zero());
}

}  // namespace mjtwin::eval
