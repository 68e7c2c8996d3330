// Built with a LibTorch that has no CUDA.
#include "policy/hyvla/network/flow_graphs.h"

namespace mjtwin::policy::hyvla {

Recorder device_recorder(at::Device) {
  return nullptr;
}

}  // namespace mjtwin::policy::hyvla
